import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { branchQueuedRun, branchRun, isWhereRunGoesOn } from '../../../engine/runs/branchRun';
import { latestCheckpoint, listCheckpoints, readCheckpoint } from '../../../engine/runs/checkpoints';
import { listEmbeddings } from '../../../engine/runs/embeddings';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { listRuns } from '../../../engine/runs/listRuns';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun } from '../../../engine/runs/readRun';
import { readQueue } from '../../../engine/runs/runQueue';
import { RunWriter } from '../../../engine/runs/runWriter';
import { buildProgram, kill, startProgram } from './program';
import { temporaryFolder } from './temporaryFolder';
import { trainingState, writeSmallEmbeddings } from './trainingStates';

const folder = temporaryFolder();
let run: string;

/** A run of which the steps 10, 20 and 30 of 1,000 are kept, 20 being the best; it has logged 35. */
beforeEach(async () => {
  const config = runConfigSchema.parse({ name: 'first try', checkpoint: { keepLast: 3 } });
  const writer = RunWriter.create({ runsFolder: folder(), config, baseFolder: '/data', versions: {} });
  const { paths } = writer;
  run = paths.folder;
  for (let step = 0; step <= 35; step++) {
    writer.appendMetrics({ step, epoch: step / 10, time: step, loss: 5 - step / 100 });
    if (step % 10 !== 0) continue;
    writeSmallEmbeddings(paths.embeddings, step);
    if (step > 0) await writer.saveCheckpoint(trainingState(step, step < 20 ? 10 : 20));
  }
  const kinds = ['data', 'collapse'] as const;
  writer.update({ warnings: kinds.map((kind) => ({ kind, message: kind })) });
  writer.setState('stopped');
  writer.close();
});

const branchFrom = (which: string) => branchRun(findCheckpoint(folder(), run, which));

describe('a branch', () => {
  it('has what the run had written by then, and begins where the checkpoint is', async () => {
    const { paths, record, state } = readRun(await branchFrom('20'));
    expect(state).toBe('stopped');
    expect(record).toMatchObject({
      branchOf: { run: readRun(run).id, step: 20 },
      best: { step: 20 },
      progress: { step: 20, loss: 4.8 },
      baseFolder: '/data',
      warnings: [{ kind: 'data' }],
    });
    expect(readMetrics(paths.metrics).lines).toEqual(
      readMetrics(readRun(run).paths.metrics).lines.slice(0, 21),
    );
    expect(listEmbeddings(paths.embeddings).map(({ step }) => step)).toEqual([0, 10, 20]);
    expect(latestCheckpoint(paths.checkpoints)?.step).toBe(20);
    const file = listCheckpoints(paths.checkpoints).map(({ path }) => readFileSync(path));
    expect(file).toEqual([readFileSync(findCheckpoint(folder(), run, '20').checkpoint.path)]);
  });

  it('brings the best checkpoint of that time, whose step the next ones are compared with', async () => {
    const { paths, record } = readRun(await branchFrom('30'));
    expect(record.best?.step).toBe(20);
    expect(listCheckpoints(paths.checkpoints).map(({ step }) => step)).toEqual([20, 30]);
  });

  it('is taken up like any other run', async () => {
    const writer = RunWriter.reopen(await branchFrom('best'), {});
    expect(writer.rewindToCheckpoint()?.meta.step).toBe(20);
    writer.appendMetrics({ step: 21, epoch: 2.1, time: 21 });
    writer.close();
    expect(readMetrics(writer.paths.metrics).lines.at(-1)?.step).toBe(21);
  });

  it('has a name and a folder of its own, another one each time, after the last branching alone', async () => {
    const first = await branchFrom('20');
    const second = await branchFrom('20');
    expect(first).toMatch(/first-try-from-step-20$/);
    expect(second).not.toBe(first);
    expect(readRun(await branchRun(findCheckpoint(folder(), second))).record.config.name).toBe(
      'first try from step 20',
    );
  });

  it('waits in the queue where it was asked for by a window', async () => {
    const branch = await branchQueuedRun(findCheckpoint(folder(), run, '10'));
    const { id, record } = readRun(branch);
    expect([record.state, record.reason]).toEqual(['queued', null]);
    expect(readQueue(folder()).map((entry) => entry.id)).toEqual([id]);
  });

  it('is not needed for the latest checkpoint of a run that has steps left', () => {
    const at = (which: string) => isWhereRunGoesOn(findCheckpoint(folder(), run, which));
    expect([at('latest'), at('30'), at('20')]).toEqual([true, true, false]);
  });
});

describe('refuses, and leaves no folder,', () => {
  const only = () =>
    expect(listRuns(folder())).toMatchObject({ runs: [{ paths: { folder: run } }], broken: [] });

  it('a checkpoint after which no step is left', async () => {
    const writer = RunWriter.reopen(run, {});
    await writer.saveCheckpoint(trainingState(1000));
    writer.close();
    await expect(branchFrom('1000')).rejects.toThrow(/last step, 1000: to train longer/);
    only();
  });

  it('a checkpoint that is cut off', async () => {
    const { path } = findCheckpoint(folder(), run, '20').checkpoint;
    truncateSync(path, 900);
    await expect(branchFrom('20')).rejects.toThrow(path);
    only();
  });

  it('a run whose record says something else than its checkpoint', async () => {
    const { paths } = readRun(run);
    const text = readFileSync(paths.record, 'utf8');
    writeFileSync(paths.record, text.replace('"temperature": 0.5', '"temperature": 0.1'));
    await expect(branchFrom('20')).rejects.toThrow(/loss\.temperature = 0\.1.*was trained with 0\.5/);
    only();
  });
});

it('leaves a line of metrics that was cut off behind', async () => {
  const { paths } = readRun(run);
  appendFileSync(paths.metrics, '{"step": 36, "epo');
  const branch = readRun(await branchFrom('30'));
  expect(readMetrics(branch.paths.metrics).warnings).toEqual([]);
});

it('killed at any moment, leaves whole branches alone, and what it left is gone with the next one', async () => {
  const path = buildProgram('branch', folder());
  for (let round = 0; round < 8; round++) {
    const { child } = await startProgram(path, run, '20');
    await setTimeout(5 + round * 7);
    await kill(child);
  }
  await branchFrom('20');
  const unfinished = join(folder(), '.unfinished');
  // One that was killed between two steps of taking or giving up its lock stays for a minute.
  expect(readdirSync(unfinished).filter((name) => existsSync(join(unfinished, name, 'lock')))).toEqual([]);
  const { runs, broken } = listRuns(folder());
  expect(broken).toEqual([]);
  for (const { paths, record } of runs.filter(({ record: { branchOf } }) => branchOf !== undefined)) {
    expect(record.progress?.step).toBe(20);
    expect(readMetrics(paths.metrics).lines).toHaveLength(21);
    expect(listEmbeddings(paths.embeddings)).toHaveLength(3);
    expect(readCheckpoint(latestCheckpoint(paths.checkpoints)?.path ?? '').meta.step).toBe(20);
  }
  rmSync(path);
});
