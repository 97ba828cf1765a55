import { l10n } from 'vscode';
import { csvCell } from '../../engine/runs/csvLine';
import type { MetricsTable } from '../runPanel/metricsTable';
import type { SeriesKey } from '../runPanel/messages';

/** Rows that are written at a time: some milliseconds. */
const rowsAtATime = 2000;

/** A run whose points are written. */
export interface WrittenRun {
  readonly title: string;
  readonly id: string;
  readonly table: MetricsTable;
}

/**
 * Every logged point of a metric, of one run after the other, as CSV in parts: run, id, step, epoch, time and the
 * value. Numbers are written so that reading them gives the same ones.
 * @throws Error with a reason for the user when a table is reset meanwhile.
 */
export function* comparedCsv(runs: readonly WrittenRun[], key: SeriesKey): Generator<string> {
  yield `run,id,step,epoch,time,${key}\n`;
  for (const { title, id, table } of runs) {
    const { generation } = table;
    const head = `${csvCell(title)},${csvCell(id)}`;
    const { length } = table.series(key);
    for (let start = 0; start < length; start += rowsAtATime) {
      if (table.generation !== generation)
        throw new Error(l10n.t('the run began again from a checkpoint; export it once more'));
      const { rows, values } = table.series(key);
      const [step, epoch, time] = [table.axis('step'), table.axis('epoch'), table.axis('time')];
      let text = '';
      for (let index = start; index < Math.min(length, start + rowsAtATime); index++) {
        const row = rows[index] ?? 0;
        text += `${head},${step[row]},${epoch[row]},${time[row]},${values[index]}\n`;
      }
      yield text;
    }
  }
}
