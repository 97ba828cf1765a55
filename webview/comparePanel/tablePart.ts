import { element } from '../components/element';
import { Part } from '../components/part';
import { Switch } from '../components/switch';
import { Button } from '../components/toolkit';
import { RunTable, type RunTableHost, type TableView } from './runTable';

/** What the part tells the page. */
export interface TablePartHost extends RunTableHost {
  readonly onAllColumns: () => void;
  readonly onExport: () => void;
  readonly onCopy: () => void;
}

/** The table of runs with what can be done with it. */
export class TablePart {
  readonly part: Part;
  private readonly table: RunTable;
  private readonly all: Switch;
  private readonly same = element('p', { class: 'quiet', hidden: true });

  constructor(host: TablePartHost) {
    this.table = new RunTable(host);
    this.all = new Switch('All columns', host.onAllColumns);
    const save = new Button({ label: 'Export CSV…', icon: 'export', onPress: host.onExport });
    const copy = new Button({ label: 'Copy', icon: 'copy', onPress: host.onCopy });
    this.part = new Part(
      'table',
      'Runs',
      element('div', { class: 'part-tools' }, this.all.node, save.node, copy.node),
      this.same,
      this.table.node,
    );
    this.same.textContent = 'The configurations are the same in every field: “All columns” shows them.';
  }

  /** @param allColumns whether columns are shown in which the runs do not differ */
  update(view: TableView, allColumns: boolean): void {
    this.all.update(allColumns, true);
    const known = view.rows.filter(({ run }) => run !== null).length;
    this.same.hidden = allColumns || known < 2 || view.columns.some(({ kind }) => kind === 'field');
    this.table.update(view);
  }
}
