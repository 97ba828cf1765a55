import type { CellState, CellView, StudyView } from '../../extension/studyPanel/messages';
import { element } from '../components/element';
import { icon } from '../components/icon';
import { PopupMenu } from '../components/popupMenu';
import { cellFace, runLine, stateFaces } from './cellFace';
import { gridBlocks, type GridBlock } from './gridBlocks';

/** The cells of the study as tables of squares, each a button that opens its run. Arrow keys, Home and End move among them. */
export class CellGrid {
  readonly node = element('section', { class: 'box grid', 'aria-labelledby': 'grid' });
  private readonly legend = element('ul', { class: 'grid-legend' });
  private readonly note = element('p', { class: 'quiet' });
  private readonly tables = element('div', { class: 'grid-tables' });
  private buttons: readonly (readonly HTMLButtonElement[])[] = [];
  private drawn = '';

  constructor(private readonly openRun: (folder: string) => void) {
    this.node.append(element('h2', { id: 'grid' }, 'Runs'), this.note, this.tables, this.legend);
    this.tables.addEventListener('keydown', (event) => this.onKey(event));
  }

  update(view: StudyView): void {
    const { axes, cells, measure } = view;
    const drawn = JSON.stringify([axes, cells, measure]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = document.activeElement?.getAttribute('data-cell') ?? null;
    this.note.textContent = `${measure.label}${measure.unit === 'percent' ? ', in percent' : ''}: mean ± deviation over seeds. Press a square to open its run.`;
    this.legend.replaceChildren(...legendEntries(cells));
    this.tables.replaceChildren(...gridBlocks(view).map((block) => this.table(block, view)));
    this.buttons = [...this.tables.querySelectorAll('tbody tr')].map((row) => [
      ...row.querySelectorAll<HTMLButtonElement>('button.cell'),
    ]);
    const all = this.buttons.flat();
    const again = focused === null ? undefined : all.find((button) => button.dataset['cell'] === focused);
    const first = again ?? all[0];
    if (first !== undefined) first.tabIndex = 0;
    again?.focus();
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
    const there = cell.runs.filter(({ folder }) => folder !== null);
    const button = element(
      'button',
      {
        ...{ class: 'cell', type: 'button', tabindex: -1, 'data-cell': cell.name, 'data-state': cell.state },
        'aria-label': face.spoken,
        'aria-haspopup': there.length > 1 ? 'menu' : undefined,
        'aria-disabled': there.length === 0 ? 'true' : undefined,
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
    const host = element('span', { class: 'cell-host' }, button);
    const menu = new PopupMenu({
      ...{ node: button, host },
      focus: () => button.focus(),
      onToggle: (open) => button.setAttribute('aria-expanded', String(open)),
    });
    button.addEventListener('click', () => {
      const [only, ...others] = there;
      if (only?.folder && others.length === 0) this.openRun(only.folder);
      else if (menu.isOpen) menu.close();
      else if (there.length > 1) menu.open(cell.name, this.menuItems(cell, view));
    });
    return host;
  }

  private menuItems({ runs }: CellView, view: StudyView) {
    return runs.map((run) => {
      const { folder, reason } = run;
      return {
        label: `${runLine(run, view)}${reason === null ? '' : ` (${reason})`}`,
        ...(folder === null ? { disabled: 'There is no such run yet.' } : {}),
        onChoose: () => {
          if (folder !== null) this.openRun(folder);
        },
      };
    });
  }

  private onKey(event: KeyboardEvent): void {
    const row = this.buttons.findIndex((each) => each.some((button) => button === document.activeElement));
    const column = this.buttons[row]?.findIndex((button) => button === document.activeElement) ?? -1;
    const own = this.buttons[row];
    if (own === undefined) return;
    const near = (line: readonly HTMLButtonElement[] | undefined) =>
      line?.find((button) => button.closest('td')?.cellIndex === own[column]?.closest('td')?.cellIndex) ??
      line?.[0];
    const targets: Readonly<Record<string, HTMLButtonElement | undefined>> = {
      ArrowLeft: own[column - 1],
      ArrowRight: own[column + 1],
      ArrowUp: near(this.buttons[row - 1]),
      ArrowDown: near(this.buttons[row + 1]),
      Home: own[0],
      End: own.at(-1),
    };
    if (!Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    const target = targets[event.key];
    if (target === undefined) return;
    for (const button of this.buttons.flat()) button.tabIndex = button === target ? 0 : -1;
    target.focus();
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
