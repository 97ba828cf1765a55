import { renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { RunImages } from '../../../engine/serve/runImages';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun, writePicture } from '../search/trainedRun';

const folder = temporaryFolder();

/** A run that was trained on twenty photos. */
async function runOnPhotos(): Promise<string> {
  for (let i = 0; i < 20; i++) await writePicture(join(folder(), 'photos', `${i}.png`), i);
  const { run } = await trainedRun(folder(), { data: { source: 'photos', imageSize: 16 } });
  return run.paths.folder;
}

test('a data set stays open from one question to the next', async () => {
  const run = await runOnPhotos();
  const images = new RunImages();
  const dataset = await images.dataset(run, {}, 'look at them');
  renameSync(join(folder(), 'photos'), join(folder(), 'elsewhere'));
  expect(await images.dataset(run, {}, 'look at them')).toBe(dataset);
  await expect(new RunImages().dataset(run, {}, 'look at them')).rejects.toThrow(/"photos" does not exist/);
});

test('whoever waits for what another has called off gets it all the same', async () => {
  const run = await runOnPhotos();
  rmSync(join(dirname(run), '.images'), { recursive: true });
  const images = new RunImages();
  const controller = new AbortController();
  const taken = images.dataset(run, { signal: controller.signal }, 'look at them');
  const waiting = images.dataset(run, {}, 'look at them');
  controller.abort();
  await expect(taken).rejects.toThrow(/abort/i);
  expect((await waiting).test.images.count).toBeGreaterThan(0);
});
