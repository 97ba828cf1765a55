import { formatShare } from '../../extension/format/formatNumbers';
import type { RunView } from '../../extension/runPanel/messages';
import { DataTable, type TableContent } from '../components/dataTable';
import { element, setText } from '../components/element';
import { formatValue } from '../format/formatValue';

/** The table of what a run came to; null where nothing was evaluated. */
export function resultContent(summary: RunView['summary']): TableContent | null {
  if (summary === null || (summary.linear === null && summary.knn === null)) return null;
  const { linear, knn } = summary;
  const rows: string[][] = [];
  const row = (name: string, ...shares: readonly number[]) => rows.push([name, ...shares.map(formatShare)]);
  if (linear !== null) {
    row('linear probe on h', linear.h, linear.untrainedH, linear.chance);
    row('linear probe on z', linear.z, linear.untrainedZ, linear.chance);
  }
  if (knn !== null) row('nearest neighbours on h', knn.h, knn.untrainedH, knn.chance);
  return {
    caption: 'Accuracy on the evaluation images, at the end',
    columns: ['evaluation', 'this run', 'untrained', 'chance'],
    rows,
  };
}

/** How far the loss came: "Loss 5.43 → 4.30"; empty where no step was taken. */
export function lossText(summary: RunView['summary']): string {
  if (summary === null || summary.lossStart === null || summary.lossEnd === null) return '';
  return `Loss ${formatValue('loss', summary.lossStart)} → ${formatValue('loss', summary.lossEnd)}`;
}

/** What came out, once the run has ended. */
export class Result {
  readonly node: HTMLElement;
  private readonly table = new DataTable();
  private readonly loss = element('p', { class: 'quiet', title: 'Mean of the first and of the last steps' });

  constructor() {
    this.node = element(
      'section',
      { class: 'box result', 'aria-labelledby': 'result-title', hidden: true },
      element('h2', { id: 'result-title' }, 'Result'),
      this.table.node,
      this.loss,
    );
  }

  update(view: RunView): void {
    const content = resultContent(view.summary);
    this.node.hidden = content === null;
    if (content === null) return;
    this.table.update(content);
    setText(this.loss, lossText(view.summary));
  }
}
