import type { CellState, CellView, StudyView } from '../../extension/studyPanel/messages';
import { element } from '../components/element';
import { icon } from '../components/icon';
import { cellFace, stateFaces } from './cellFace';
import { gridBlocks, type GridBlock } from './gridBlocks';
import { RovingGrid } from './rovingGrid';
import { runChoices } from './runChoices';
import { runOpener } from './runOpener';

/** The cells of the study as tables of squares, each a button that opens its run. Arrow keys, Home and End move among them. */
export class CellGrid {
  readonly node = element('section', { class: 'box grid', 'aria-labelledby': 'grid' });
  private readonly legend = element('ul', { class: 'grid-legend facts' });
  private readonly note = element('p', { class: 'quiet' });
  private readonly tables = element('div', { class: 'grid-tables' });
  private readonly roving = new RovingGrid(this.tables);
  private drawn = '';
  /** What came while a menu was open, which would have closed it. */
  private waiting: StudyView | null = null;

  constructor(private readonly openRun: (folder: string) => void) {
    this.node.append(element('h2', { id: 'grid' }, 'Runs'), this.note, this.tables, this.legend);
    this.tables.addEventListener('focusout', () => setTimeout(() => this.catchUp()));
  }

  update(view: StudyView): void {
    const { axes, cells, measure } = view;
    const drawn = JSON.stringify([axes, cells, measure]);
    this.waiting = this.hasMenu && drawn !== this.drawn ? view : null;
    if (drawn === this.drawn || this.hasMenu) return;
    this.drawn = drawn;
    const focused = document.activeElement?.getAttribute('data-cell') ?? null;
    this.note.textContent = `${measure.label}${measure.unit === 'percent' ? ', in percent' : ''}: mean ± deviation over seeds. Press a square to open its run.`;
    this.legend.replaceChildren(...legendEntries(cells));
    this.tables.replaceChildren(...gridBlocks(view).map((block) => this.table(block, view)));
    const rows = [...this.tables.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.querySelector('button')),
    );
    this.roving.set(rows, (button) => button.dataset['cell'] === focused);
  }

  private get hasMenu(): boolean {
    return this.tables.querySelector('.menu') !== null;
  }

  private catchUp(): void {
    if (this.waiting !== null && !this.hasMenu) this.update(this.waiting);
  }

  private table({ title, columns, rows }: GridBlock, view: StudyView): HTMLElement {
    const { axes } = view;
    const columnAxis = axes.at(-1)?.label ?? '';
    const rowAxis = axes.length < 2 ? '' : (axes.at(-2)?.label ?? '');
    const head = element(
      'tr',
      {},
      ...(rowAxis === '' ? [] : [element('td', { class: 'axis' }, rowAxis)]),
      ...columns.map((name) => element('th', { scope: 'col' }, name)),
    );
    const over = element(
      'tr',
      {},
      ...(rowAxis === '' ? [] : [element('td')]),
      element('td', { class: 'axis', colspan: columns.length }, columnAxis),
    );
    return element(
      'div',
      { class: 'grid-scroll' },
      element(
        'table',
        { class: 'cells' },
        element('caption', { class: title === '' ? 'visually-hidden' : '' }, title || 'Runs of the study'),
        element('thead', {}, over, head),
        element(
          'tbody',
          {},
          ...rows.map((row) =>
            element(
              'tr',
              {},
              ...(rowAxis === '' ? [] : [element('th', { scope: 'row' }, row.title)]),
              ...row.cells.map((cell) =>
                cell === null
                  ? element('td', { class: 'no-cell', title: 'The study has no such combination.' })
                  : element('td', {}, this.cell(cell, view)),
              ),
            ),
          ),
        ),
      ),
    );
  }

  private cell(cell: CellView, view: StudyView): HTMLElement {
    const face = cellFace(cell, view);
    const button = element(
      'button',
      {
        ...{ class: 'cell', type: 'button', tabindex: -1, 'data-cell': cell.name, 'data-state': cell.state },
        'aria-label': face.spoken,
        title: face.spoken.replaceAll('; ', '\n'),
      },
      icon(face.icon),
      element('span', { class: 'cell-value' }, face.value),
      element('span', { class: 'cell-count' }, face.count),
    );
    if (face.share !== null) {
      const bar = element('span', { class: 'cell-bar' });
      bar.style.width = `${100 * face.share}%`;
      button.append(bar);
    }
    return runOpener(button, cell.label, () => runChoices([cell], view.measure), this.openRun);
  }
}

/** The states that there are, with how many runs are in each. */
function legendEntries(cells: readonly CellView[]): HTMLElement[] {
  const runs = cells.flatMap((cell) => cell.runs);
  return (Object.keys(stateFaces) as CellState[]).flatMap((state) => {
    const count = runs.filter((run) => run.state === state).length;
    if (count === 0) return [];
    const { icon: name, word } = stateFaces[state];
    return [element('li', { 'data-state': state }, icon(name), ` ${count} ${word}`)];
  });
}
