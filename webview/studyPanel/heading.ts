import type { FromStudyPanel, StudyAction, StudyView } from '../../extension/studyPanel/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { MenuButton, type MenuItem } from '../components/menuButton';
import { ProgressBar } from '../components/progressBar';
import { setProse } from '../components/prose';
import { Button } from '../components/toolkit';
import { outlookProblem, progressText } from './progressText';

/** The top of the page: the claim, how far it is and what it costs, and what can be done. */
export class Heading {
  readonly node: HTMLElement;
  private readonly title = element('h1');
  private readonly size = element('span', { class: 'size' });
  private readonly claim = element('p', { class: 'lead-sentence' });
  private readonly source = element('p', { class: 'quiet' });
  private readonly actions = element('div', {
    class: 'head-actions',
    role: 'group',
    'aria-label': 'Actions',
  });
  private readonly facts = element('ul', { class: 'facts' });
  private readonly bar = new ProgressBar('Runs of the study');
  private readonly progress = element('span', { class: 'progress-text' });
  private readonly noteText = element('p');
  private readonly note = element('div', { class: 'notice info', hidden: true }, icon('info'), this.noteText);
  private readonly doubtText = element('p');
  private readonly doubt = element(
    'div',
    { class: 'notice warning', hidden: true },
    icon('warning'),
    this.doubtText,
  );
  private drawnActions = '';
  private view: StudyView | null = null;

  constructor(private readonly post: (message: FromStudyPanel) => void) {
    this.node = element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-title' }, this.title, this.size),
      this.actions,
      this.claim,
      this.source,
      element('div', { class: 'head-progress' }, this.bar.node, this.progress),
      this.facts,
      this.doubt,
      this.note,
    );
  }

  update(view: StudyView): void {
    this.view = view;
    setText(this.title, view.title);
    setText(this.size, view.size);
    setText(this.claim, view.claim);
    setText(this.source, view.source);
    this.source.hidden = view.source === '';
    this.bar.set(view.progress.share);
    setProse(this.progress, progressText(view));
    const facts = factsOf(view);
    if (facts.join('\n') !== [...this.facts.children].map(({ textContent }) => textContent).join('\n')) {
      this.facts.replaceChildren(...facts.map((fact) => element('li', {}, fact)));
    }
    const note = noteOf(view);
    setText(this.noteText, note);
    this.note.hidden = note === '';
    const doubt = outlookProblem(view);
    setText(this.doubtText, doubt);
    this.doubt.hidden = doubt === '';
    this.updateActions(view);
  }

  /** Buttons stay the same objects while they mean the same: one of them may have the focus. */
  private updateActions(view: StudyView): void {
    const [main, ...others] = buttonsOf(view);
    const text = JSON.stringify([main, others]);
    if (text === this.drawnActions) return;
    this.drawnActions = text;
    const more = new MenuButton({ label: 'More actions', icon: 'ellipsis', items: () => this.menu() });
    this.actions.replaceChildren(
      ...[main, ...others].flatMap((face) => {
        if (face === undefined) return [];
        const { action, label, icon: name, disabled } = face;
        const button = new Button({
          ...{ label, icon: name, kind: face === main ? 'primary' : 'secondary' },
          onPress: () => this.act(action),
        });
        button.setEnabled(disabled === '');
        if (disabled !== '') button.node.title = disabled;
        return [button.node];
      }),
      more.node,
    );
  }

  private menu(): readonly MenuItem[] {
    const { view } = this;
    if (view === null) return [];
    const untrusted = view.trusted ? {} : { disabled: 'The workspace is not trusted.' };
    const item = (label: string, action: StudyAction, extra: object = {}): MenuItem => ({
      label,
      ...extra,
      onChoose: () => this.act(action),
    });
    return [
      ...(view.phase === 'running' ? [] : [item('Run with other images or seeds…', 'run', untrusted)]),
      ...(view.hasFile ? [item('Show its file', 'file')] : []),
      item('Show log', 'log', view.phase === 'new' ? { disabled: 'It was never started.' } : {}),
      ...(view.otherSizes.length === 0 ? [] : (['separator'] as const)),
      ...view.otherSizes.map((size): MenuItem => ({
        label: `Open size ${size}`,
        onChoose: () => this.post({ type: 'size', size }),
      })),
    ];
  }

  private act(action: StudyAction): void {
    this.post({ type: 'action', action });
  }
}

interface ButtonFace {
  readonly action: StudyAction;
  readonly label: string;
  readonly icon: 'play' | 'debug-continue' | 'debug-stop' | 'add' | 'book';
  /** Why it cannot be pressed; empty where it can. */
  readonly disabled: string;
}

/** What there is to do, the first thing first. */
function buttonsOf({ phase, trusted, elsewhere, progress, changed }: StudyView): ButtonFace[] {
  const untrusted = trusted ? '' : 'The workspace is not trusted.';
  const report: ButtonFace = { action: 'report', label: 'Report…', icon: 'book', disabled: untrusted };
  const run = (label: string): ButtonFace => ({ action: 'run', label, icon: 'play', disabled: untrusted });
  if (phase === 'new') return [run('Run…')];
  if (phase === 'running') {
    const disabled = elsewhere === null ? untrusted : `It is run by ${elsewhere}: stop it there.`;
    return [{ action: 'stop', label: 'Stop', icon: 'debug-stop', disabled }, report];
  }
  if (changed) return [run('Run with the changes…'), report];
  return progress.done < progress.total
    ? [{ action: 'resume', label: 'Go on', icon: 'debug-continue', disabled: untrusted }, report]
    : [{ ...run('Run with more seeds…'), icon: 'add' }, report];
}

function factsOf({ about, images, seeds, cells, phase, elsewhere }: StudyView): string[] {
  const combinations = cells.length === 1 ? '1 combination' : `${formatCount(cells.length)} combinations`;
  return [
    about,
    images,
    `${combinations} × ${seeds === 1 ? '1 seed' : `${seeds} seeds`}`,
    ...(phase === 'running' ? [elsewhere === null ? 'running now' : `run by ${elsewhere}`] : []),
  ];
}

function noteOf({ phase, changed, progress, trusted }: StudyView): string {
  if (phase === 'new' && trusted) {
    const runs = progress.total === 1 ? 'one run' : `${formatCount(progress.total)} runs`;
    return `Not run yet. “Run…” asks for images and seeds, then trains ${runs} in a process of its own: close the window if you like. Stop at any time; what is done is not repeated.`;
  }
  if (phase === 'new')
    return 'Not run yet. This workspace is not trusted: studies can be looked at, and none can be started.';
  if (changed && phase !== 'running') {
    return 'The study has changed since it was started: what is shown is as it was then. Run it with the changes; runs that stay the same are not repeated.';
  }
  return '';
}
