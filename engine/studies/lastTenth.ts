import { readLogTail } from '../runs/logTail';
import { metricKeys, parseMetricsLine, type MetricsLine } from '../runs/metricsLine';
import type { Run } from '../runs/readRun';
import { spreadOf } from './statistics';

/** Lines that are looked at, at most: their mean is as steady as one wants. */
const mostLines = 1000;

/** Of records as they were read: a study asks again whenever a run of it changes. */
const known = new WeakMap<Run['record'], MetricsLine | null>();

/**
 * What a finished run's metrics were on average over the last tenth of its steps: a line is of one batch, and of such a one the
 * contrastive accuracy is off by several points. What none of those lines has, as evaluations that are rare, is its last value.
 * null where the run has no metrics.
 */
export function lastTenth({ record, paths }: Pick<Run, 'record' | 'paths'>): MetricsLine | null {
  const before = known.get(record);
  if (before !== undefined) return before;
  const found =
    record.progress === null ? null : { ...record.progress, ...meanOf(record.progress, paths.metrics) };
  known.set(record, found);
  return found;
}

function meanOf(last: MetricsLine, path: string): Partial<MetricsLine> {
  const lines = readLogTail(path, mostLines).flatMap((text) => {
    const line = parseMetricsLine(text);
    return line !== null && line.step > 0.9 * last.step && line.step <= last.step ? [line] : [];
  });
  const means = metricKeys.map(
    (key) => [key, spreadOf(lines.flatMap((line) => line[key] ?? []))?.mean] as const,
  );
  return Object.fromEntries(means.filter(([, mean]) => mean !== undefined));
}
