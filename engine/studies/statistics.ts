/** Mean and spread of some numbers. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation with n − 1; null of a single number. */
  readonly deviation: number | null;
  readonly count: number;
}

/** Mean and standard deviation; null of no numbers. */
export function spreadOf(values: readonly number[]): Spread | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count < 2 ? null : Math.sqrt(squares / (count - 1)), count };
}
