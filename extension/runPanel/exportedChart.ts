import { seriesKeys, type MetricsTable } from './metricsTable';
import { metricsCsv } from './metricsCsv';
import type { ChartExport } from './messages';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The contents of the file that the panel wants to be saved, in parts that are made as they are written; null where
 * the request is not what it says to be.
 */
export function exportedChart(
  { format, data, keys }: ChartExport,
  table: MetricsTable,
): Iterable<string | Uint8Array> | null {
  if (format !== 'csv') return exportedPicture(format, data);
  const known = seriesKeys.filter((key) => keys.includes(key));
  return known.length > 0 && known.length === new Set(keys).size ? metricsCsv(table, known) : null;
}

/** The contents of a picture that a panel wants to be saved (png: base64), null where it is none. */
export function exportedPicture(
  format: Exclude<ChartExport['format'], 'csv'>,
  data: string,
): readonly (string | Uint8Array)[] | null {
  if (format === 'svg') return /^<svg[\s>]/.test(data) ? [data] : null;
  const bytes = Buffer.from(data, 'base64');
  const whole = bytes.toString('base64') === data && bytes.subarray(0, 8).equals(pngSignature);
  return whole ? [bytes] : null;
}
