import { normalizeRows, type LabelledFeatures } from './features';

/** How far rows of the same class, and rows of different classes, are from one another. */
export interface ClassDistances {
  /** Mean squared distance of two rows of one class, each row normalised: 0 to 4; null where no class has two rows. */
  readonly intra: number | null;
  /** The same of two rows of different classes; null where all rows are of one class. */
  readonly inter: number | null;
}

/**
 * Mean squared Euclidean distances over all pairs of normalised rows, within and between classes. Of n rows with sum s
 * and squared lengths q, all ordered pairs together have Σ‖x − y‖² = 2nq − 2‖s‖², so that no pair need be looked at.
 */
export function classDistances(features: LabelledFeatures): ClassDistances {
  const { data, count, size } = normalizeRows(features);
  const groups = new Map<number, Group>();
  const all = new Group(size);
  for (let row = 0; row < count; row++) {
    const label = features.labels[row] ?? 0;
    const group = groups.get(label) ?? new Group(size);
    groups.set(label, group);
    for (const each of [group, all]) each.add(data, row * size);
  }
  let sameSum = 0;
  let samePairs = 0;
  for (const group of groups.values()) {
    sameSum += group.distances;
    samePairs += group.pairs;
  }
  const otherPairs = all.pairs - samePairs;
  return {
    intra: samePairs === 0 ? null : sameSum / samePairs,
    inter: otherPairs === 0 ? null : (all.distances - sameSum) / otherPairs,
  };
}

/** What is to be known of some rows to sum the distances of all their ordered pairs. */
class Group {
  private rows = 0;
  private squares = 0;
  private readonly sum: Float64Array;

  constructor(size: number) {
    this.sum = new Float64Array(size);
  }

  add(data: Float32Array, start: number): void {
    this.rows++;
    for (let j = 0; j < this.sum.length; j++) {
      const value = data[start + j] ?? 0;
      this.sum[j] = (this.sum[j] ?? 0) + value;
      this.squares += value * value;
    }
  }

  get pairs(): number {
    return this.rows * (this.rows - 1);
  }

  /** Rounding may leave a trace below zero where all rows are equal. */
  get distances(): number {
    const length = this.sum.reduce((total, value) => total + value * value, 0);
    return Math.max(0, 2 * this.rows * this.squares - 2 * length);
  }
}
