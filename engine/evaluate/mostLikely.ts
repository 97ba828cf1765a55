/** The class with the highest score in each row of `scores` [count, classes]; the first of equals. */
export function mostLikely(scores: Float64Array, classes: number): Int32Array {
  const predicted = new Int32Array(scores.length / classes);
  for (let row = 0; row < predicted.length; row++) {
    const start = row * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if ((scores[start + c] ?? 0) > (scores[start + best] ?? 0)) best = c;
    predicted[row] = best;
  }
  return predicted;
}
