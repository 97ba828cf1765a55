import { createReadStream } from 'node:fs';
import { hasCode } from './fileErrors';
import { parseMetricsLine, type MetricsLine } from './metricsLine';

/**
 * The lines of the `metrics.jsonl` at `path`, one after another, without the file ever being in memory as a whole; no
 * file means no lines. A last line that was cut off, and any other that is not a line of metrics, is passed over, as
 * `readMetrics` does, which says so.
 */
export async function* streamMetrics(path: string): AsyncGenerator<MetricsLine, void, void> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
      const texts = (rest + chunk).split('\n');
      rest = texts.pop() ?? '';
      for (const text of texts) {
        const line = parseMetricsLine(text);
        if (line !== null) yield line;
      }
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}
