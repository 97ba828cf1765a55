import type { FromStudyPanel, StudyView, ToStudyPanel } from '../../extension/studyPanel/messages';
import type { Palette } from '../charts/palette';
import { currentPalette, watchTheme } from '../charts/themeWatch';
import { element, setText } from '../components/element';
import { icon } from '../components/icon';
import { progressRing } from '../components/toolkit';
import { CellGrid } from './cellGrid';
import { FigureCard } from './figureCard';
import { Heading } from './heading';
import type { PageState } from './pageState';
import { verdictSection } from './verdictSection';

/** The editor, as the page sees it. */
export interface Editor {
  post(message: FromStudyPanel): void;
  setState(state: PageState): void;
}

/** Milliseconds without scrolling after which the place is remembered. */
const scrollPause = 200;

/** The page of a study at a size. Only what has changed is drawn anew. */
export class StudyPage {
  readonly node = element('main', { class: 'panel' });
  private readonly goneText = element('p');
  private readonly gone = element(
    'div',
    { class: 'notice error', role: 'alert', hidden: true },
    icon('error'),
    this.goneText,
  );
  private readonly loading = element('div', { class: 'loading' }, progressRing('Reading the study'));
  private readonly content = element('div', { class: 'content', hidden: true });
  private readonly verdict = element('section', { class: 'box verdict', 'aria-labelledby': 'verdict' });
  private readonly figures = element('section', { class: 'figures', 'aria-label': 'Figures' });
  private readonly heading: Heading;
  private readonly grid: CellGrid;
  private cards: readonly FigureCard[] = [];
  private shown: StudyView | null = null;
  private palette: Palette = currentPalette();

  constructor(
    private readonly editor: Editor,
    private state: PageState,
  ) {
    const post = (message: FromStudyPanel) => this.editor.post(message);
    this.heading = new Heading(post);
    this.grid = new CellGrid(this.openRun);
    this.content.append(this.heading.node, this.verdict, this.grid.node, this.figures);
    this.node.append(this.gone, this.loading, this.content);
    this.paint();
    watchTheme((palette) => {
      this.palette = palette;
      this.paint();
      for (const card of this.cards) card.setPalette(palette);
    });
    let pause = 0;
    window.addEventListener('scroll', () => {
      clearTimeout(pause);
      pause = window.setTimeout(() => this.remember({ scroll: window.scrollY }), scrollPause);
    });
  }

  receive(message: ToStudyPanel): void {
    this.loading.remove();
    this.gone.hidden = message.type !== 'gone';
    if (message.type === 'gone') setText(this.goneText, message.message);
    else this.show(message.view);
  }

  private show(view: StudyView): void {
    const before = this.shown;
    this.shown = view;
    this.content.hidden = false;
    this.heading.update(view);
    if (!same(before?.rules, view.rules) || before?.verdict !== view.verdict) {
      this.verdict.replaceChildren(...verdictSection(view));
    }
    this.grid.update(view);
    this.updateFigures(view);
    if (before !== null) return;
    this.remember({ name: view.name, size: view.size });
    window.scrollTo(0, this.state.scroll);
  }

  private updateFigures(view: StudyView): void {
    if (this.cards.length !== view.figures.length) {
      for (const card of this.cards) card.dispose();
      this.cards = view.figures.map(
        (_, figure) =>
          new FigureCard(this.palette, {
            isOpen: (title) => this.state.open.includes(title),
            onOpen: (title, open) => this.rememberOpen(title, open),
            onExport: (format) => this.editor.post({ type: 'export', figure, format }),
            openRun: this.openRun,
          }),
      );
      this.figures.replaceChildren(...this.cards.map(({ node }) => node));
    }
    for (const [index, card] of this.cards.entries()) {
      const figure = view.figures[index];
      if (figure !== undefined) card.update(figure, view);
    }
  }

  private readonly openRun = (folder: string): void => this.editor.post({ type: 'openRun', folder });

  private rememberOpen(title: string, open: boolean): void {
    const others = this.state.open.filter((each) => each !== title);
    this.remember({ open: open ? [...others, title] : others });
  }

  private paint(): void {
    this.node.style.setProperty('--fill', this.palette.line.h);
  }

  private remember(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.editor.setState(this.state);
  }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
