/** What cases are measured in. */
export type BenchUnit = 'views/s' | 'images/s' | 'GFLOP/s' | 'TFLOP/s' | 'GB/s' | 's' | 'MB' | '%';

/** Whether the smaller number is the better one. */
export const lessIsBetter: Readonly<Record<BenchUnit, boolean>> = {
  'views/s': false,
  'images/s': false,
  'GFLOP/s': false,
  'TFLOP/s': false,
  'GB/s': false,
  s: true,
  MB: true,
  '%': true,
};

/** One line of the benchmark. */
export interface BenchCase {
  readonly name: string;
  /** What is measured, for a reader. */
  readonly description: string;
  readonly unit: BenchUnit;
  /** Makes ready what both sides need. */
  prepare?(): Promise<void>;
  /** Measures once, in `unit`. */
  measure(): Promise<number>;
  /** Arguments of `peer/simclr_peer.py` for the same work with PyTorch and torchvision; null where there is none. */
  readonly peer: readonly string[] | null;
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

/** How many times better than the peer, by the medians. */
export function ratio({ unit, ours, peer }: BenchResult): number {
  const quotient = median(ours) / median(peer);
  return lessIsBetter[unit] ? 1 / quotient : quotient;
}

/** "median (lowest … highest)". */
export function spread(numbers: readonly number[]): string {
  const largest = Math.max(...numbers);
  const digits =
    largest < 0.01
      ? { maximumSignificantDigits: 2 }
      : { maximumFractionDigits: largest < 1 ? 2 : largest < 1000 ? 1 : 0 };
  const format = (value: number) => value.toLocaleString('en-US', digits);
  return `${format(median(numbers))} (${format(Math.min(...numbers))} … ${format(Math.max(...numbers))})`;
}
