import type { MetricsLine } from '../runs/metricsLine';

/** Mean loss at the start and at the end of a run: of the first and the last tenth of its lines, at most 50 each. */
export function summarizeLoss(lines: readonly MetricsLine[]): {
  lossStart: number | null;
  lossEnd: number | null;
} {
  const losses = lines.flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
  if (losses.length === 0) return { lossStart: null, lossEnd: null };
  const count = Math.min(50, Math.ceil(losses.length / 10));
  const mean = (some: readonly number[]) => some.reduce((sum, loss) => sum + loss, 0) / some.length;
  return { lossStart: mean(losses.slice(0, count)), lossEnd: mean(losses.slice(-count)) };
}
