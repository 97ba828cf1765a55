import { element, setText } from './element';

export interface TableContent {
  readonly caption: string;
  readonly columns: readonly string[];
  /** As many cells as there are columns; the first is the row's head. */
  readonly rows: readonly (readonly string[])[];
}

/** A table that is changed cell by cell, so that a reader does not lose the place. */
export class DataTable {
  readonly node = element('table', { class: 'data-table' });
  private readonly caption = element('caption');
  private readonly head = element('tr');
  private readonly body = element('tbody');

  constructor() {
    this.node.append(this.caption, element('thead', {}, this.head), this.body);
  }

  update({ caption, columns, rows }: TableContent): void {
    setText(this.caption, caption);
    fill(this.head, columns, () => element('th', { scope: 'col' }));
    while (this.body.rows.length > rows.length) this.body.deleteRow(-1);
    rows.forEach((cells, index) => {
      const row = this.body.rows[index] ?? this.body.appendChild(element('tr'));
      fill(row, cells, (column) => (column === 0 ? element('th', { scope: 'row' }) : element('td')));
    });
  }
}

function fill(
  row: HTMLTableRowElement,
  texts: readonly string[],
  cell: (column: number) => HTMLElement,
): void {
  while (row.cells.length > texts.length) row.deleteCell(-1);
  texts.forEach((text, column) => setText(row.cells[column] ?? row.appendChild(cell(column)), text));
}
