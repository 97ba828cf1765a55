import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { temporaryPath } from '../../../engine/runs/atomicFile';
import {
  latestCheckpoint,
  listCheckpoints,
  readCheckpoint,
  writeCheckpoint,
} from '../../../engine/runs/checkpoints';
import { writeSafetensors } from '../../../engine/runs/writeSafetensors';
import { temporaryFolder } from './temporaryFolder';
import { trainingState } from './trainingStates';

const folder = temporaryFolder();
const config = runConfigSchema.parse({});
const keepAll = { keepLast: 100, keepBest: true };

it('gives back every number of the state', async () => {
  const state = trainingState(7, 3);
  const path = await writeCheckpoint(folder(), state, config, keepAll);
  expect(path).toBe(join(folder(), 'step-00000007.safetensors'));
  expect(readCheckpoint(path)).toEqual({ ...state, config, path });
  expect(latestCheckpoint(folder())).toEqual({ step: 7, path });
});

it('keeps the last ones and the best', async () => {
  for (const step of [1, 2, 3, 4, 5]) {
    await writeCheckpoint(folder(), trainingState(step, 2), config, { keepLast: 2, keepBest: true });
  }
  expect(listCheckpoints(folder()).map(({ step }) => step)).toEqual([2, 4, 5]);
  await writeCheckpoint(folder(), trainingState(6, 2), config, { keepLast: 2, keepBest: false });
  expect(listCheckpoints(folder()).map(({ step }) => step)).toEqual([5, 6]);
});

it('removes those past the step from which the run went on', async () => {
  for (const step of [10, 20, 30, 15]) {
    await writeCheckpoint(folder(), trainingState(step), config, { keepLast: 2, keepBest: true });
  }
  expect(listCheckpoints(folder()).map(({ step }) => step)).toEqual([15]);
  expect(latestCheckpoint(folder())?.step).toBe(15);
});

it('says that there is none, and ignores what is not a checkpoint', () => {
  expect(latestCheckpoint(join(folder(), 'none'))).toBeNull();
  expect(listCheckpoints(join(folder(), 'none'))).toEqual([]);
  mkdirSync(join(folder(), 'c'));
  writeFileSync(join(folder(), 'c', 'step-00000001.safetensors.77.tmp'), '');
  expect(listCheckpoints(join(folder(), 'c'))).toEqual([]);
});

it('refuses weights that are no checkpoint of a run, and a damaged "latest"', async () => {
  const path = join(folder(), 'step-00000001.safetensors');
  await writeSafetensors(path, [], { format: 'pt' });
  expect(() => readCheckpoint(path)).toThrow(`${path} is not a checkpoint of a run`);
  writeFileSync(join(folder(), 'latest'), '../../etc/passwd');
  expect(() => latestCheckpoint(folder())).toThrow('does not name a checkpoint');
});

it.runIf(process.platform === 'linux')('leaves the previous checkpoint when the disk is full', async () => {
  await writeCheckpoint(folder(), trainingState(1), config, keepAll);
  symlinkSync('/dev/full', temporaryPath(join(folder(), 'step-00000002.safetensors')));
  await expect(writeCheckpoint(folder(), trainingState(2), config, keepAll)).rejects.toThrow(
    'the disk is full',
  );
  const latest = latestCheckpoint(folder());
  expect(readCheckpoint(latest?.path ?? '').meta.step).toBe(1);
  expect(readdirSync(folder()).sort()).toEqual(['latest', 'step-00000001.safetensors']);
  expect(existsSync(temporaryPath(join(folder(), 'latest')))).toBe(false);
});
