import type {
  EvaluationView,
  FromEvaluationPanel,
  ToEvaluationPanel,
} from '../../extension/evaluationPanel/messages';
import { currentPalette, watchTheme } from '../charts/themeWatch';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { progressRing } from '../components/toolkit';
import { heading } from './heading';
import { panelState, type PanelState } from './panelState';
import { repeat } from './repeat';
import { sections } from './sections';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromEvaluationPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

/** Milliseconds without scrolling after which the place is remembered. */
const scrollPause = 200;
/** More classes than this are folded away at first. */
const mostClassesOpen = 20;

/** The page of one evaluation. */
export class EvaluationPanel {
  readonly node = element('main', { class: 'panel' });
  private state: PanelState;
  private readonly goneText = element('p');
  private readonly gone = element(
    'div',
    { class: 'notice error', role: 'alert', hidden: true },
    icon('error'),
    this.goneText,
  );
  private readonly content = element(
    'div',
    { class: 'content' },
    element('div', { class: 'loading' }, progressRing('Reading the evaluation')),
  );
  private view: EvaluationView | null = null;

  constructor(private readonly editor: Editor) {
    this.state = panelState(editor.getState());
    this.node.append(this.gone, this.content);
    this.paint();
    watchTheme(() => this.paint());
    let pause = 0;
    window.addEventListener('scroll', () => {
      clearTimeout(pause);
      pause = window.setTimeout(() => this.remember({ scroll: window.scrollY }), scrollPause);
    });
  }

  receive(message: ToEvaluationPanel): void {
    switch (message.type) {
      case 'evaluation':
        this.show(message.view);
        return;
      case 'gone':
        setText(this.goneText, message.message);
        this.gone.hidden = false;
        if (this.view === null) this.content.replaceChildren();
        return;
    }
  }

  private show(view: EvaluationView): void {
    // It may come again without anything new: what is open and has the focus then stays.
    if (JSON.stringify(view) === JSON.stringify(this.view)) return;
    const first = this.view === null;
    this.view = view;
    this.gone.hidden = true;
    const post = (message: FromEvaluationPanel) => this.editor.post(message);
    this.content.replaceChildren(
      heading(view, post),
      ...view.protocols.flatMap(({ name, title, explanation }) => {
        const section = sections[name](view);
        return section === null
          ? []
          : [sectionNode(name, title, sentence(explanation, section.detail), section.content)];
      }),
      sectionNode(
        'repeat',
        'How to repeat it',
        'The same line in a terminal finds the same numbers.',
        repeat(view, post),
      ),
    );
    this.foldParts(view);
    this.remember({ path: view.path });
    if (first) window.scrollTo(0, this.state.scroll);
  }

  /** As the user left them; at first, what is short and of the first classifier is open. */
  private foldParts({ record }: EvaluationView): void {
    const few = (record.dataset.classes?.length ?? 0) <= mostClassesOpen;
    const seen = new Set<string>();
    for (const part of this.content.querySelectorAll<HTMLDetailsElement>('details.part')) {
      const id = partId(part);
      const kind = id.replace(/^.*-/, '');
      part.open = this.state.open[id] ?? (few && !seen.has(kind));
      seen.add(kind);
      part.addEventListener('toggle', () => this.remember({ open: { ...this.state.open, [id]: part.open } }));
    }
  }

  private paint(): void {
    const { line, text } = currentPalette();
    const { style } = this.node;
    for (const on of ['h', 'z'] as const) {
      style.setProperty(`--${on}`, line[on]);
      style.setProperty(`--${on}-text`, text[on]);
    }
    style.setProperty('--wrong', line.alignment);
  }

  private remember(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}

function partId(part: HTMLElement): string {
  return [...part.classList].find((name) => name.startsWith('part-'))?.slice('part-'.length) ?? '';
}

function sectionNode(
  name: string,
  title: string,
  remark: string,
  content: readonly HTMLElement[],
): HTMLElement {
  const id = `section-${name}`;
  return element(
    'section',
    { class: `box section ${id}`, 'aria-labelledby': id },
    element('h2', { id }, title),
    element('p', { class: 'quiet' }, remark),
    ...content,
  );
}

/** "How well … (L-BFGS, …)." */
function sentence(explanation: string, detail: string): string {
  return `${explanation.charAt(0).toUpperCase()}${explanation.slice(1)} (${detail}).`;
}
