import { dirname } from 'node:path';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  exportEncoderRequest,
  exportMetricsRequest,
  reportRequest,
  studyReportRequest,
  type StudyExportParams,
} from '../protocol/exportProtocol';
import { findCheckpoint } from '../runs/findCheckpoint';
import { readRun } from '../runs/readRun';
import { openStudyState } from '../studies/openStudyState';
import { cancellationSignal } from './cancellationSignal';

/**
 * Answers what is to be written of a run or a study for others.
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
  connection.onRequest(studyReportRequest, (params) =>
    guarded(async () => {
      await writeStudy(params);
      return { path: params.path, warnings: [] };
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

async function writeStudy({ runsFolder, name, size, path, figure }: StudyExportParams): Promise<void> {
  const state = openStudyState(runsFolder, name, size);
  if (figure !== null) {
    const { writeStudyFigure } = await import('../report/study/writeStudyFigures');
    await writeStudyFigure(state, figure, path);
    return;
  }
  const [{ writeReport }, { makeStudyReport }] = await Promise.all([
    import('../report/writeReport'),
    import('../report/study/makeStudyReport'),
  ]);
  await writeReport(() => Promise.resolve(makeStudyReport(state)), path);
}
