import { writeStreamAtomic } from '../runs/atomicStream';
import { metricKeys } from '../runs/metricsLine';
import type { Run } from '../runs/readRun';
import { streamMetrics } from '../runs/streamMetrics';

/**
 * Writes every logged line of a run to the CSV at `path` (RFC 4180: a header, comma, CRLF): step, epoch, time in seconds
 * of training and every other metric, an empty cell where a line has none. Numbers are written so that reading them
 * gives the same ones. A run without lines gives the header alone.
 * @throws UserError when the disk is full or the folder is not writable; @throws the signal's reason when it aborts. An
 *   older file stays then.
 */
export async function exportMetricsCsv(
  { paths }: Pick<Run, 'paths'>,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  await writeStreamAtomic(path, rows(paths.metrics, signal));
}

async function* rows(metrics: string, signal?: AbortSignal): AsyncGenerator<string, void, void> {
  yield `${metricKeys.join(',')}\r\n`;
  for await (const line of streamMetrics(metrics)) {
    signal?.throwIfAborted();
    yield `${metricKeys.map((key) => line[key] ?? '').join(',')}\r\n`;
  }
}
