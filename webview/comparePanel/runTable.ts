import type { Palette } from '../charts/palette';
import { element, setText } from '../components/element';
import { alignDigits } from './alignDigits';
import { cellText, type Column } from './columns';
import type { ComparedRow } from './comparedRow';
import { RowHead, type RowHost } from './rowHead';
import { columnHint } from './rowFilter';
import type { RunStyle } from './runStyle';
import { nextOrder, type RowOrder } from './sortRows';

/** What the table tells the page. */
export interface RunTableHost extends RowHost {
  readonly onOrder: (order: RowOrder | null) => void;
  /** The pointer or the focus is on a run's row; null: on none. */
  readonly onFront: (folder: string | null) => void;
}

/** Everything that the table shows. */
export interface TableView {
  /** In order, those that the filter lets through. */
  readonly rows: readonly ComparedRow[];
  readonly columns: readonly Column[];
  readonly order: RowOrder | null;
  readonly hidden: ReadonlySet<string>;
  readonly pair: readonly string[];
  readonly styleOf: (folder: string) => RunStyle;
  readonly palette: Palette;
}

interface Line {
  readonly node: HTMLTableRowElement;
  readonly head: RowHead;
  readonly cells: readonly HTMLTableCellElement[];
}

/** The run's name, as a column that can be sorted by. */
const runColumn = { id: 'run', better: null } as const;

/** A row a run, a column a fact, a field that differs, a metric. Changed cell by cell. */
export class RunTable {
  readonly node: HTMLElement;
  private readonly groups = element('tr', { class: 'groups' });
  private readonly heads = element('tr');
  private readonly body = element('tbody');
  private readonly lines = new Map<string, Line>();
  private columnsText = '';
  private order: RowOrder | null = null;

  constructor(private readonly host: RunTableHost) {
    const caption = element('caption', { class: 'visually-hidden' }, 'Runs: configuration and results');
    this.node = element(
      'div',
      { class: 'table-scroll', tabindex: -1 },
      element(
        'table',
        { class: 'run-table' },
        caption,
        element('thead', {}, this.groups, this.heads),
        this.body,
      ),
    );
    this.body.addEventListener('pointerleave', () => host.onFront(null));
  }

  update(view: TableView): void {
    const { rows, columns } = view;
    const columnsText = JSON.stringify(columns.map(({ id, group, label }) => [id, group, label]));
    if (columnsText !== this.columnsText) this.makeHead(columns);
    this.columnsText = columnsText;
    this.order = view.order;
    this.showOrder(columns);
    const lines = rows.map((row) => this.lineOf(row.folder, columns.length));
    const shown = new Set(rows.map(({ folder }) => folder));
    for (const [folder, line] of this.lines) {
      if (shown.has(folder)) continue;
      line.node.remove();
      this.lines.delete(folder);
    }
    lines.forEach(({ node }, index) => {
      // Left alone where it stands already: a row that is put in again loses the focus.
      if (this.body.rows[index] !== node) this.body.insertBefore(node, this.body.rows[index] ?? null);
    });
    rows.forEach((row, index) => lines[index]?.head.update(row, view));
    columns.forEach((column, at) => {
      const values = rows.map((row) => column.valueOf(row));
      const texts = values.map((value) => cellText(column, value));
      const isNumeric = values.some((value) => typeof value === 'number');
      this.heads.cells[at + 1]?.classList.toggle('number', isNumeric);
      const aligned = isNumeric ? alignDigits(texts) : texts;
      lines.forEach(({ cells }, index) => {
        const cell = cells[at];
        if (cell === undefined) return;
        setText(cell, aligned[index] ?? '');
        const kind = `${column.kind}${isNumeric ? ' number' : ''}`;
        if (cell.className !== kind) cell.className = kind;
      });
    });
  }

  private makeHead(columns: readonly Column[]): void {
    const groups: { readonly title: string; span: number }[] = [];
    for (const { group } of columns) {
      const last = groups.at(-1);
      if (last?.title === group) last.span++;
      else groups.push({ title: group, span: 1 });
    }
    this.groups.replaceChildren(
      element('td', { class: 'row-head' }),
      ...groups.map(({ title, span }) => element('th', { scope: 'colgroup', colspan: span }, title)),
    );
    const starts = new Set(columns.filter(({ group }, at) => columns[at - 1]?.group !== group));
    this.heads.replaceChildren(
      this.headCell('run', runColumn, 'Name of the run', 'row-head'),
      ...columns.map((column) =>
        this.headCell(column.label, column, columnHint(column), starts.has(column) ? 'starts-group' : ''),
      ),
    );
    for (const { node } of this.lines.values()) node.remove();
    this.lines.clear();
  }

  private headCell(
    label: string,
    column: Pick<Column, 'id' | 'better'>,
    title: string,
    className: string,
  ): HTMLElement {
    const button = element(
      'button',
      { type: 'button', class: 'sort', title: `${title}\nPress to sort` },
      label,
    );
    button.addEventListener('click', () => this.host.onOrder(nextOrder(this.order, column)));
    return element('th', { scope: 'col', class: className }, button);
  }

  private showOrder(columns: readonly Column[]): void {
    [runColumn.id, ...columns.map(({ id }) => id)].forEach((id, index) => {
      const head = this.heads.cells[index];
      if (head === undefined) return;
      const sorted =
        this.order?.column === id ? (this.order.descending ? 'descending' : 'ascending') : 'none';
      if (head.getAttribute('aria-sort') !== sorted) head.setAttribute('aria-sort', sorted);
    });
  }

  private lineOf(folder: string, columns: number): Line {
    const known = this.lines.get(folder);
    if (known !== undefined) return known;
    const head = new RowHead(folder, this.host);
    const cells = Array.from({ length: columns }, () => element('td'));
    const node = element('tr', {}, head.node, ...cells);
    node.addEventListener('pointerenter', () => this.host.onFront(folder));
    node.addEventListener('focusin', () => this.host.onFront(folder));
    node.addEventListener('focusout', () => this.host.onFront(null));
    const line = { node, head, cells };
    this.lines.set(folder, line);
    return line;
  }
}
