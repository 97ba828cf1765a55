import { l10n } from 'vscode';
import type { MetricsTable } from './metricsTable';
import type { SeriesKey } from './messages';

/** Rows that are written at a time: some milliseconds. */
const rowsAtATime = 2000;

/**
 * Every logged line that has one of `keys`, as CSV in parts: step, epoch, time and the keys, an empty cell where a
 * line has no such metric. Numbers are written so that reading them gives the same ones.
 * @throws Error with a reason for the user when the table is reset meanwhile.
 */
export function* metricsCsv(table: MetricsTable, keys: readonly SeriesKey[]): Generator<string> {
  const { generation, lines } = table;
  yield `${['step', 'epoch', 'time', ...keys].join(',')}\n`;
  const next = keys.map(() => 0);
  for (let row = 0; row < lines;) {
    if (table.generation !== generation)
      throw new Error(l10n.t('the run began again from a checkpoint; export it once more'));
    const [step, epoch, time] = [table.axis('step'), table.axis('epoch'), table.axis('time')];
    const columns = keys.map((key) => table.series(key));
    const end = Math.min(lines, row + rowsAtATime);
    let text = '';
    for (; row < end; row++) {
      let cells = '';
      let some = false;
      columns.forEach(({ rows, values, length }, i) => {
        const at = next[i] ?? 0;
        const logged = at < length && rows[at] === row;
        cells += logged ? `,${values[at]}` : ',';
        if (!logged) return;
        some = true;
        next[i] = at + 1;
      });
      if (some) text += `${step[row]},${epoch[row]},${time[row]}${cells}\n`;
    }
    if (text !== '') yield text;
  }
}
