import { formatShare } from '../../extension/format/formatNumbers';
import type { RunView } from '../../extension/runPanel/messages';
import { DataTable, type TableContent } from '../components/dataTable';
import { element } from '../components/element';
import { formatValue } from '../format/formatValue';

/** The table of what a run came to; null where nothing was evaluated. */
export function resultContent(summary: RunView['summary']): TableContent | null {
  if (summary === null || (summary.linear === null && summary.knn === null)) return null;
  const { linear, knn, lossStart, lossEnd } = summary;
  const rows: string[][] = [];
  const row = (name: string, ...shares: readonly number[]) => rows.push([name, ...shares.map(formatShare)]);
  if (linear !== null) {
    row('linear probe on h', linear.h, linear.untrainedH, linear.chance);
    row('linear probe on z', linear.z, linear.untrainedZ, linear.chance);
  }
  if (knn !== null) row('nearest neighbours on h', knn.h, knn.untrainedH, knn.chance);
  const loss =
    lossStart === null || lossEnd === null
      ? ''
      : `Loss ${formatValue('loss', lossStart)} → ${formatValue('loss', lossEnd)}.`;
  return {
    caption: `Accuracy on the evaluation images, at the end. ${loss}`.trim(),
    columns: ['evaluation', 'this run', 'untrained', 'chance'],
    rows,
  };
}

/** What came out, once the run has ended. */
export class Result {
  readonly node: HTMLElement;
  private readonly table = new DataTable();

  constructor() {
    this.node = element(
      'section',
      { class: 'box result', 'aria-labelledby': 'result-title', hidden: true },
      element('h2', { id: 'result-title' }, 'Result'),
      this.table.node,
    );
  }

  update(view: RunView): void {
    const content = resultContent(view.summary);
    this.node.hidden = content === null;
    if (content !== null) this.table.update(content);
  }
}
