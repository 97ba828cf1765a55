import { Part } from '../components/part';
import { DataTable } from '../components/dataTable';
import { element, setText } from '../components/element';
import { Select } from '../components/select';
import { Button } from '../components/toolkit';
import type { ComparedRow } from './comparedRow';
import { differencesOf } from './differencesOf';

/** What the part tells the page. */
export interface DifferencesHost {
  readonly onPair: (pair: readonly string[]) => void;
  /** Show them in the editor's comparison. */
  readonly onDiff: (a: string, b: string) => void;
}

/** In which fields the configurations of two runs differ. */
export class Differences {
  readonly part: Part;
  private readonly a: Select;
  private readonly b: Select;
  private readonly diff: Button;
  private readonly table = new DataTable();
  private readonly note = element('p', { class: 'quiet' });
  private pair: readonly string[] = [];

  constructor(host: DifferencesHost) {
    this.a = new Select('First run', (folder) =>
      host.onPair([folder, this.pair[1] ?? ''].filter((each) => each !== '')),
    );
    this.b = new Select('Second run', (folder) =>
      host.onPair([this.pair[0] ?? '', folder].filter((each) => each !== '')),
    );
    this.diff = new Button({
      label: 'Open in the editor',
      icon: 'diff',
      onPress: () => {
        const [a, b] = this.pair;
        if (a !== undefined && b !== undefined) host.onDiff(a, b);
      },
    });
    this.part = new Part(
      'differences',
      'Differences of two configurations',
      element(
        'div',
        { class: 'part-tools' },
        this.a.node,
        element('span', { 'aria-hidden': 'true' }, '↔'),
        this.b.node,
        this.diff.node,
      ),
      this.note,
      this.table.node,
    );
  }

  /** @param pair folders of the two; fewer where they are not chosen yet */
  update(rows: readonly ComparedRow[], pair: readonly string[], titleOf: (folder: string) => string): void {
    this.pair = pair;
    const choices = rows.map(({ folder }) => ({ value: folder, label: titleOf(folder) }));
    this.a.update(choices, pair[0] ?? null);
    this.b.update(choices, pair[1] ?? null);
    const [a, b] = pair.map((folder) => rows.find((row) => row.folder === folder));
    const known = a?.run !== null && b?.run !== null && a !== undefined && b !== undefined && a !== b;
    this.diff.setEnabled(known);
    const rowsOf = known ? differencesOf(a, b) : [];
    this.table.node.hidden = rowsOf.length === 0;
    this.note.hidden = rowsOf.length > 0;
    setText(
      this.note,
      known ? 'The two have the same configuration.' : 'Choose two runs here, or tick them in the table.',
    );
    if (!known) return;
    this.table.update({
      caption: rowsOf.length === 1 ? 'One field differs' : `${rowsOf.length} fields differ`,
      columns: ['field', titleOf(a.folder), titleOf(b.folder)],
      rows: rowsOf,
    });
  }
}
