import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import fileSystem from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { branchRun } from '../../../engine/runs/branchRun';
import { listCheckpoints } from '../../../engine/runs/checkpoints';
import { listEmbeddings, readEmbeddings } from '../../../engine/runs/embeddings';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { listRuns } from '../../../engine/runs/listRuns';
import { readRun } from '../../../engine/runs/readRun';
import { RunWriter } from '../../../engine/runs/runWriter';
import { temporaryFolder } from './temporaryFolder';
import { trainingState, writeSmallEmbeddings } from './trainingStates';

const folder = temporaryFolder();
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** A run with checkpoints 10, 20 and 30, of which 10 is the best, embeddings at each and a sample. */
async function makeRun(): Promise<string> {
  const config = runConfigSchema.parse({ checkpoint: { keepLast: 3 } });
  const writer = RunWriter.create({ runsFolder: folder(), config, baseFolder: '/data', versions: {} });
  const { paths } = writer;
  for (const step of [10, 20, 30]) {
    writer.appendMetrics({ step, epoch: step / 10, time: step, loss: 5 });
    writeSmallEmbeddings(paths.embeddings, step);
    await writer.saveCheckpoint(trainingState(step, 10));
  }
  mkdirSync(paths.samples, { recursive: true });
  writeFileSync(join(paths.samples, 'pairs.png'), 'a picture');
  writer.close();
  return paths.folder;
}

/** Branches from step 20 of a run that removes each file that a pattern matches just before it is copied. */
async function branchWhile(gone: RegExp): Promise<string> {
  const run = await makeRun();
  const { copyFile } = fileSystem;
  vi.spyOn(fileSystem, 'copyFile').mockImplementation((from, to) => {
    if (gone.test(String(from))) rmSync(from);
    return copyFile(from, to);
  });
  // So that named imports are of it too.
  syncBuiltinESMExports();
  return branchRun(findCheckpoint(folder(), run, '20'));
}

it('a branch is made without what its run removes meanwhile, as long as its checkpoint is there', async () => {
  const { paths, record } = readRun(await branchWhile(/step-0*10[/.]/));
  expect(record.branchOf?.step).toBe(20);
  expect(listCheckpoints(paths.checkpoints).map(({ step }) => step)).toEqual([20]);
  const [embeddings, ...others] = listEmbeddings(paths.embeddings);
  expect([embeddings?.step, others]).toEqual([20, []]);
  expect(readdirSync(paths.embeddings)).toHaveLength(1);
  expect((await readEmbeddings(embeddings?.path ?? '')).h.rows).toBe(1);
});

it.each([/pairs\.png$/, /step-0*10\/z\.npy$/, /step-0*10\/images\.json$/])(
  'a sample that goes meanwhile is missing, and embeddings are there as a whole or not at all: %s',
  async (gone) => {
    const { paths } = readRun(await branchWhile(gone));
    expect(listCheckpoints(paths.checkpoints).map(({ step }) => step)).toEqual([10, 20]);
    const kept = readdirSync(paths.embeddings);
    expect(kept).toHaveLength(gone.source.includes('png') ? 2 : 1);
    expect(existsSync(join(paths.samples, 'pairs.png'))).toBe(!gone.source.includes('png'));
  },
);

it('a branch whose own checkpoint goes meanwhile is refused, and leaves nothing', async () => {
  await expect(branchWhile(/step-0*20\.safetensors$/)).rejects.toThrow(
    /step-0*20\.safetensors has just made room for a later one: choose another checkpoint/,
  );
  expect(listRuns(folder())).toMatchObject({ runs: [{}], broken: [] });
});
