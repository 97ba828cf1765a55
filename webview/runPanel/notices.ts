import type { RunAction, RunView } from '../../extension/runPanel/messages';
import { element } from '../components/element';
import { icon } from '../components/icon';
import type { IconName } from '../components/iconNames.mjs';
import { Button } from '../components/toolkit';
import { noticesOf, type Notice } from './noticesOf';

const icons: Readonly<Record<Notice['kind'], IconName>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
};
const labels: Partial<Record<RunAction, string>> = {
  trainInMicroBatches: 'Train in micro-batches',
  resume: 'Resume',
  openLog: 'Show log',
};

/** The notices under the head. They are made anew only when they change, so that a button keeps the focus. */
export class Notices {
  readonly node = element('div', { class: 'notices' });
  private shown = '[]';

  constructor(private readonly act: (action: RunAction) => void) {}

  update(view: RunView): void {
    const notices = noticesOf(view);
    const text = JSON.stringify(notices);
    if (text === this.shown) return;
    this.shown = text;
    this.node.replaceChildren(...notices.map((notice) => this.noticeNode(notice)));
  }

  private noticeNode({ kind, text, actions }: Notice): HTMLElement {
    const buttons = actions.map(
      (action, index) =>
        new Button({
          label: labels[action] ?? action,
          kind: index === 0 ? 'primary' : 'secondary',
          onPress: () => this.act(action),
        }).node,
    );
    return element(
      'div',
      { class: `notice ${kind}`, role: kind === 'info' ? 'note' : 'alert' },
      icon(icons[kind]),
      element('p', {}, text),
      element('span', { class: 'notice-actions' }, ...buttons),
    );
  }
}
