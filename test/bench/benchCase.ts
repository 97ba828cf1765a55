export type BenchUnit = 'views/s' | 'GFLOP/s';

/** One line of the benchmark. */
export interface BenchCase {
  readonly name: string;
  /** What is measured, for a reader. */
  readonly description: string;
  /** Of what is measured; more is better. */
  readonly unit: BenchUnit;
  /** Measures once, in `unit`. */
  measure(): Promise<number>;
  /** Arguments of `peer/simclr_peer.py` for the same work with PyTorch and torchvision. */
  readonly peer: readonly string[];
}

/** Measurements of one case. */
export interface BenchResult {
  readonly name: string;
  readonly description: string;
  readonly unit: BenchUnit;
  readonly ours: readonly number[];
  /** In turn with ours; empty without a peer. */
  readonly peer: readonly number[];
}

/** The middle value; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = NaN, high = NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
