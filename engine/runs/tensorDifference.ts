import type { TensorSlice } from './tensorSlices';

/** How far a tensor b is from a tensor a. */
export interface TensorDifference {
  /** ‖a − b‖ / ‖a‖; 0 where they are equal, null where a is zero and b is not. */
  readonly change: number | null;
  /** ‖a − b‖ and ‖a‖, from which the change of several tensors together follows. */
  readonly distance: number;
  readonly norm: number;
  /** Cosine of the angle between them, −1 to 1; null where one of them is zero. */
  readonly cosine: number | null;
  /** Places where one of them is not finite, which are left out. */
  readonly skipped: number;
}

/**
 * Compares two tensors of the same shape, slice by slice; the sums are float64.
 * @param pause waited for between two slices; what it throws ends the work.
 */
export async function tensorDifference(
  a: Iterable<TensorSlice>,
  b: Iterable<TensorSlice>,
  pause: () => Promise<void>,
): Promise<TensorDifference> {
  let [ofA, ofB, product, difference, skipped] = [0, 0, 0, 0, 0];
  const others = b[Symbol.iterator]();
  for (const { values } of a) {
    const other: Float64Array | undefined = others.next().value?.values;
    for (let i = 0; i < values.length; i++) {
      const x = values[i] ?? 0;
      const y = other?.[i] ?? 0;
      if (x - x !== 0 || y - y !== 0) {
        skipped++;
        continue;
      }
      ofA += x * x;
      ofB += y * y;
      product += x * y;
      difference += (x - y) * (x - y);
    }
    await pause();
  }
  const lengths = Math.sqrt(ofA) * Math.sqrt(ofB);
  return {
    change: ofA > 0 ? finite(Math.sqrt(difference / ofA)) : difference === 0 ? 0 : null,
    ...{ distance: Math.sqrt(difference), norm: Math.sqrt(ofA) },
    cosine: lengths > 0 ? finite(Math.max(-1, Math.min(1, product / lengths))) : null,
    skipped,
  };
}

/** Squares of numbers past 1e154 leave float64; nothing can be said of them then. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
