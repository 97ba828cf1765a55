import type { RunAction, RunView } from '../../extension/runPanel/messages';
import { element } from '../components/element';
import { icon, type IconName } from '../components/icon';
import { Button } from '../components/toolkit';

/** Something that wants attention, with what can be done about it. */
export interface Notice {
  readonly kind: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly actions: readonly RunAction[];
}

const icons: Readonly<Record<Notice['kind'], IconName>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
};
const labels: Partial<Record<RunAction, string>> = { resume: 'Resume', openLog: 'Show log' };

/** Why the run has ended, and what spoils its result. */
export function noticesOf(view: RunView): Notice[] {
  const { state, reason } = view;
  const list: Notice[] = [];
  const broken = state === 'failed' || state === 'interrupted';
  if (broken) {
    list.push({
      kind: state === 'failed' ? 'error' : 'warning',
      text: reason ?? 'The run ended and left no reason.',
      actions: (['resume', 'openLog'] as const).filter((action) => view.actions.includes(action)),
    });
  } else if (reason !== null) list.push({ kind: 'info', text: reason, actions: [] });
  for (const { message } of view.warnings) list.push({ kind: 'warning', text: message, actions: [] });
  return list;
}

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
