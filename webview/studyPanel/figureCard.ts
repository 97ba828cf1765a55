import type { FigureData, StudyView } from '../../extension/studyPanel/messages';
import type { Palette } from '../charts/palette';
import { DataTable } from '../components/dataTable';
import { element, setText } from '../components/element';
import { MenuButton, type MenuItem } from '../components/menuButton';
import { figureLegend } from './figureLegend';
import { FigurePlot } from './figurePlot';
import { figureSides, isEmptySide, type FigureSide } from './figureSide';
import { heatTable } from './heatTable';
import { numbersTable } from './numbersTable';
import { PointButtons } from './pointButtons';
import { PointLayer } from './pointLayer';
import { RovingGrid } from './rovingGrid';
import { sideInWords } from './sideInWords';

/** What a card tells the page, and asks of it. */
export interface FigureCardHost {
  readonly isOpen: (title: string) => boolean;
  readonly onOpen: (title: string, open: boolean) => void;
  readonly onExport: (format: 'png' | 'svg' | 'csv') => void;
  readonly openRun: (folder: string) => void;
}

/** A figure of the study: ours, beside the paper's where it has numbers, and all numbers as a table. */
export class FigureCard {
  readonly node = element('section', { class: 'box figure' });
  private readonly title = element('h2');
  private readonly body = element('div', { class: 'figure-body' });
  private readonly note = element('p', { class: 'quiet' });
  private readonly table = new DataTable();
  private readonly tableBox = element('div', { class: 'figure-numbers' }, this.table.node);
  private readonly details = element('details', {}, element('summary', {}, 'Numbers'));
  private readonly roving = new RovingGrid(this.body);
  private plots: readonly FigurePlot[] = [];
  private figure: FigureData | null = null;
  private study: Pick<StudyView, 'phase' | 'paper' | 'cells'> | null = null;
  private drawn = '';

  constructor(
    private palette: Palette,
    private readonly host: FigureCardHost,
  ) {
    const menu = new MenuButton({ label: 'Save the figure', icon: 'ellipsis', items: () => this.menu() });
    this.node.append(element('div', { class: 'box-head' }, this.title, menu.node), this.body, this.note);
    this.details.addEventListener('toggle', () => {
      if (this.figure !== null) host.onOpen(this.figure.title, this.details.open);
    });
  }

  update(figure: FigureData, study: StudyView): void {
    const { phase, paper, cells } = study;
    this.study = { phase, paper, cells };
    const folders = cells.map(({ runs }) => runs.map(({ folder }) => folder));
    const drawn = JSON.stringify([figure, phase, paper, folders]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const first = this.figure === null;
    this.figure = figure;
    setText(this.title, figure.title);
    this.node.setAttribute('aria-label', figure.title);
    this.table.update(numbersTable(figure));
    if (first) this.placeTable(figure);
    setText(this.note, figure.hasPaper && paper !== null ? `Paper: ${paper}` : '');
    this.note.hidden = this.note.textContent === '';
    this.draw();
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.draw();
  }

  dispose(): void {
    for (const plot of this.plots) plot.dispose();
  }

  /** A table is its own figure; of others it is folded away until somebody wants to know exactly. */
  private placeTable({ type, title }: FigureData): void {
    if (type === 'table') {
      this.note.before(this.tableBox);
      return;
    }
    this.details.append(this.tableBox);
    this.details.open = this.host.isOpen(title);
    this.node.append(this.details);
  }

  private draw(): void {
    const { figure, palette } = this;
    if (figure === null) return;
    const focused = this.body.querySelector<HTMLElement>('.point:focus')?.dataset['point'] ?? null;
    this.dispose();
    this.plots = [];
    if (figure.type === 'table') return;
    const legend = figureLegend(figure, palette);
    const sides = figureSides(figure);
    const buttons = new PointButtons(figure, () => this.study?.cells ?? [], this.host.openRun);
    this.body.replaceChildren(
      ...(legend === null ? [] : [legend]),
      element(
        'div',
        { class: 'figure-sides' },
        ...sides.map((side) =>
          this.side(figure, side, sides.length > 1, side.of === 'ours' ? buttons : null),
        ),
      ),
    );
    this.roving.set(buttons.rows, (button) => button.dataset['point'] === focused);
  }

  private side(
    figure: FigureData,
    side: FigureSide,
    named: boolean,
    buttons: PointButtons | null,
  ): HTMLElement {
    return element(
      'figure',
      { class: 'figure-side' },
      ...(named ? [element('figcaption', {}, side.title)] : []),
      isEmptySide(side) ? this.empty() : this.drawing(figure, side, buttons),
    );
  }

  private drawing(figure: FigureData, side: FigureSide, buttons: PointButtons | null): HTMLElement {
    if (figure.type === 'heatmap') return heatTable(figure, side, buttons);
    const layer = buttons === null ? null : new PointLayer(side, buttons, `Runs of ${figure.title}`);
    const plot = new FigurePlot(figure, side, this.palette, sideInWords(figure, side), layer);
    this.plots = [...this.plots, plot];
    return plot.node;
  }

  private empty(): HTMLElement {
    const text =
      this.study?.phase === 'running' ? 'It fills in as runs end.' : 'No run that it shows is done yet.';
    return element('p', { class: 'figure-empty' }, text);
  }

  private menu(): readonly MenuItem[] {
    const { figure, study, host } = this;
    if (figure === null) return [];
    const drawn =
      figure.type === 'table'
        ? 'A table is saved as CSV.'
        : study?.phase === 'new'
          ? 'The study was never started.'
          : null;
    const item = (label: string, format: 'png' | 'svg' | 'csv', disabled: string | null): MenuItem => ({
      label,
      ...(disabled === null ? {} : { disabled }),
      onChoose: () => host.onExport(format),
    });
    return [
      item('Export as PNG…', 'png', drawn),
      item('Export as SVG…', 'svg', drawn),
      item('Export as CSV…', 'csv', null),
    ];
  }
}
