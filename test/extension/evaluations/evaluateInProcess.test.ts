import type { ChildProcess } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { listEvaluations } from '../../../engine/runs/evaluations';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { runPaths } from '../../../engine/runs/runPaths';
import { trainRun } from '../../../engine/train/trainRun';
import { EvaluationJobs } from '../../../extension/evaluations/evaluationJobs';
import { evaluationOrder } from '../../../extension/evaluations/evaluationOrder';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { until } from '../../engine/serve/until';
import { tinyConfig } from '../../engine/train/tinyRun';
import { windows } from '../engine/windows';

vi.mock('vscode', async () => ({
  ...(await import('../fakeVscode')),
  EventEmitter: (await import('vscode-jsonrpc/node')).Emitter,
  CancellationTokenSource: (await import('vscode-jsonrpc/node')).CancellationTokenSource,
}));

const folder = temporaryFolder();
const { openTool } = windows();

test('evaluates in a process of its own that ends with it, and cancelled writes nothing', async () => {
  const { runFolder } = await trainRun({
    config: tinyConfig({ epochs: 1 }),
    ...{ runsFolder: folder(), baseFolder: folder() },
    ...{ signal: new AbortController().signal, onEvent: () => undefined },
  });
  const job = {
    ...{ folder: runFolder, checkpoint: findCheckpoint(folder(), 'latest').checkpoint.path },
    ...{ device: tinyConfig().device, request: evaluationOrder(tinyConfig(), ['knn', 'factors']) },
  };
  const forked: (readonly ChildProcess[])[] = [];
  const jobs = new EvaluationJobs(() => {
    const { tool, children } = openTool();
    forked.push(children);
    return tool;
  });
  const allEnded = () =>
    until(() => forked.flat().every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null));
  const written = () => listEvaluations(runPaths(runFolder).evaluations);

  const phases = new Set<string>();
  const path = await jobs.run(job, new CancellationTokenSource().token, (state) => {
    if (state.kind === 'running' && state.progress !== null) phases.add(state.progress.phase);
  });
  expect(written()).toMatchObject([
    { path, record: { request: { protocols: ['knn', 'factors'], neighbours: 5 }, linear: null } },
  ]);
  expect([...phases]).toEqual(expect.arrayContaining(['embedding', 'fitting']));
  await allEnded();

  const source = new CancellationTokenSource();
  const cancelled = jobs.run(job, source.token, (state) => {
    if (state.kind === 'running' && state.progress?.phase === 'embedding') source.cancel();
  });
  await expect(cancelled).rejects.toThrow('Canceled');
  expect(written()).toHaveLength(1);
  await allEnded();
  expect(forked.flat()).toHaveLength(2);
  jobs.dispose();
});
