import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { branchRun } from '../../../engine/runs/branchRun';
import { listCheckpoints } from '../../../engine/runs/checkpoints';
import { listEmbeddings } from '../../../engine/runs/embeddings';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { listRuns } from '../../../engine/runs/listRuns';
import { readRun } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import { trainRun } from '../../../engine/train/trainRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { comparable } from './comparable';
import { tinyConfig } from './tinyRun';

const folder = temporaryFolder();

const untouched = (run: string) =>
  Object.fromEntries(
    readdirSync(run, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, readFileSync(path, 'base64')]),
  );

test('a branch of a middle checkpoint ends with the very numbers of the run that it left', async () => {
  const options = {
    runsFolder: folder(),
    baseFolder: folder(),
    signal: new AbortController().signal,
    onEvent: () => undefined,
  };
  const config = tinyConfig({ checkpoint: { everyEpochs: 0.5, keepLast: 8 } });
  const { runFolder } = await trainRun({ ...options, config });
  const before = untouched(runFolder);

  const from = findCheckpoint(folder(), runFolder, '24');
  const branch = await branchRun(from);
  const made = readRun(branch);
  expect(made.state).toBe('stopped');
  expect(made.record.branchOf).toEqual({ run: from.run.id, step: 24 });
  expect(made.record.config.name).toBe('builtin_resnet8 from step 24');
  expect(made.record.progress?.step).toBe(24);
  expect(made.record.summary).toBeNull();
  expect(listEmbeddings(made.paths.embeddings).map(({ step }) => step)).toEqual(
    listEmbeddings(from.run.paths.embeddings)
      .map(({ step }) => step)
      .filter((step) => step <= 24),
  );
  expect(existsSync(join(made.paths.samples, 'pairs.png'))).toBe(true);

  const { config: branched } = made.record;
  const summary = await trainRun({ ...options, config: branched, resume: branch });
  expect(summary).toMatchObject({ state: 'finished', steps: 48 });
  expect(comparable(branch)).toEqual(comparable(runFolder));
  expect(untouched(runFolder)).toEqual(before);
  expect(listRuns(folder()).broken).toEqual([]);
  expect(listCheckpoints(runPaths(branch).checkpoints).at(-1)?.step).toBe(48);
});
