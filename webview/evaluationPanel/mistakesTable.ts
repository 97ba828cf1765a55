import { formatCount, formatShare } from '../../extension/format/formatNumbers';
import { DataTable } from '../components/dataTable';
import type { Mistake } from '../../engine/runs/confusions';

/** The mistakes as a table: "arrow | heart | 12 (15.0 %) | 20 (25.0 %)". */
export function mistakesTable(mistakes: readonly Mistake[], classes: readonly string[]): HTMLElement {
  const name = (label: number) => classes[label] ?? String(label);
  const part = (count: number, of: number) =>
    `${formatCount(count)} (${formatShare(of > 0 ? count / of : null)})`;
  const table = new DataTable();
  table.update({
    caption:
      mistakes.length === 0
        ? 'No image was taken for another class.'
        : 'Most often mistaken, in images of the class',
    columns: mistakes.length === 0 ? [] : ['an image of', 'is taken for', 'on h', 'on z'],
    rows: mistakes.map(({ actual, predicted, h, z, of }) => [
      name(actual),
      name(predicted),
      part(h, of),
      part(z, of),
    ]),
  });
  table.node.classList.add('mistakes');
  return table.node;
}
