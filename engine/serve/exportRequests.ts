import { dirname } from 'node:path';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { exportEncoderRequest, exportMetricsRequest, reportRequest } from '../protocol/exportProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import { readRun } from '../runs/readRun';
import { cancellationSignal } from './cancellationSignal';

/**
 * Answers what is to be written of a run for others.
 * @param guarded does the work for a client that may ask, and turns what goes wrong into an answer.
 */
export function answerExportRequests(
  connection: MessageConnection,
  guarded: <T>(work: () => Promise<T>) => Promise<T>,
): void {
  connection.onRequest(reportRequest, ({ runFolder, path }, token) =>
    guarded(async () => {
      const [{ writeReport }, { makeReport }] = await Promise.all([
        import('../report/writeReport'),
        import('../report/makeReport'),
      ]);
      await writeReport(() => makeReport(readRun(runFolder), cancellationSignal(token)), path);
      return { path, warnings: [] };
    }),
  );
  connection.onRequest(exportMetricsRequest, ({ runFolder, path, format }, token) =>
    guarded(async () => {
      const run = readRun(runFolder);
      const signal = cancellationSignal(token);
      if (format === 'csv') {
        const { exportMetricsCsv } = await import('../exchange/exportMetricsCsv');
        await exportMetricsCsv(run, path, signal);
        return { path, warnings: [] };
      }
      const { exportTensorboard } = await import('../exchange/tensorboard/exportTensorboard');
      const { warnings } = await exportTensorboard(run, path, { signal });
      return { path, warnings };
    }),
  );
  connection.onRequest(exportEncoderRequest, ({ runFolder, step, path, format, head }, token) =>
    guarded(async () => {
      const found = findCheckpoint(dirname(runFolder), runFolder, String(step));
      const { exportEncoder } = await import('../exchange/exportEncoder');
      await exportEncoder({ ...found, path, format, head, signal: cancellationSignal(token) });
      return { path, warnings: [] };
    }),
  );
}
