import { accuracy } from './accuracy';
import { mostLikely } from './mostLikely';

/** How a classifier did on labelled rows. Shares are 0 to 1. */
export interface ClassificationReport {
  readonly top1: number;
  /** Share of rows whose class is among the five most likely; null where there are no more than five classes. */
  readonly top5: number | null;
  /** Share of the rows of each class that were recognised; null for a class without rows. */
  readonly perClass: readonly (number | null)[];
  /** Rows by true class (row) and predicted class (column). */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Judges scores [rows, classes], of which more is likelier, by the rows' labels. Of equal scores the smaller class
 * counts as likelier, for the top five too.
 * @param labels from 0 to classes − 1.
 */
export function classificationReport(
  scores: Float64Array,
  labels: Int32Array,
  classes: number,
): ClassificationReport {
  const predicted = mostLikely(scores, classes);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, row) => {
    const counts = confusion[label];
    const column = predicted[row] ?? 0;
    if (counts) counts[column] = (counts[column] ?? 0) + 1;
  });
  return {
    top1: accuracy(predicted, labels),
    top5: classes > 5 ? shareAmongFirst(5, scores, labels, classes) : null,
    perClass: confusion.map((counts, label) => {
      const rows = counts.reduce((sum, count) => sum + count, 0);
      return rows === 0 ? null : (counts[label] ?? 0) / rows;
    }),
    confusion,
  };
}

function shareAmongFirst(most: number, scores: Float64Array, labels: Int32Array, classes: number): number {
  let right = 0;
  labels.forEach((label, row) => {
    const start = row * classes;
    const own = scores[start + label] ?? 0;
    let likelier = 0;
    for (let c = 0; c < classes; c++) {
      const score = scores[start + c] ?? 0;
      if (score > own || (score === own && c < label)) likelier++;
    }
    if (likelier < most) right++;
  });
  return right / labels.length;
}
