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
