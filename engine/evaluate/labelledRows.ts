import { selectRows, type Features } from './features';

/** Features with a class for each row. */
export interface LabelledFeatures extends Features {
  readonly labels: Int32Array;
}

/** The rows that have a class: a label of −1 marks an image without one. */
export function labelledRows(features: Features, labels: Int32Array): LabelledFeatures {
  const rows: number[] = [];
  labels.forEach((label, row) => {
    if (label >= 0) rows.push(row);
  });
  const all = rows.length === features.count;
  return {
    ...(all ? features : selectRows(features, rows)),
    labels: all ? labels : labels.filter((c) => c >= 0),
  };
}

/** Share of `predicted` that equals `labels`; rows with a label of −1 do not count. NaN when there is none. */
export function accuracy(predicted: Int32Array, labels: Int32Array): number {
  let right = 0;
  let counted = 0;
  labels.forEach((label, row) => {
    if (label < 0) return;
    counted++;
    if (predicted[row] === label) right++;
  });
  return right / counted;
}

/** Accuracy of always answering the most frequent class; rows with a label of −1 do not count. */
export function majorityShare(labels: Int32Array): number {
  const counts = new Map<number, number>();
  for (const label of labels) if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  const sizes = [...counts.values()];
  return Math.max(...sizes) / sizes.reduce((sum, size) => sum + size, 0);
}
