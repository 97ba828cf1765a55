import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import type { AugmentConfig, Transform } from '../../../engine/config/augmentation';
import { presets } from '../../../engine/config/presets';
import { runConfigSchema } from '../../../engine/config/runConfig';
import type { ImageFileInfo } from '../../../engine/data/dataset';
import { ImageFile } from '../../../engine/data/imageFile';
import { openDataset } from '../../../engine/data/openDataset';
import { measureColorShortcut } from '../../../engine/evaluate/colorShortcut';
import { chooseEvaluationImages, type EvaluationImages } from '../../../engine/evaluate/evaluationSplits';
import { temporaryImages } from '../augment/temporaryImages';

const imageSize = 24;

function evaluated(images: ImageFileInfo): EvaluationImages {
  return { images, imageSize, indices: Int32Array.from({ length: images.count }, (_, i) => i) };
}

function configOf(preset: keyof typeof presets) {
  return runConfigSchema.parse(presets[preset].config);
}

/** The histogram of a view by its definition: share of the pixels, by colour. */
function histogram(view: Float32Array): Map<string, number> {
  const shares = new Map<string, number>();
  for (let at = 0; at < view.length; at += 3) {
    const color = [0, 1, 2].map((c) => Math.min(7, Math.trunc((view[at + c] ?? 0) / 0.125))).join();
    shares.set(color, (shares.get(color) ?? 0) + 3 / view.length);
  }
  return shares;
}

/** The accuracy by its definition, in float64 and over all pairs of images. */
function reference(images: ImageFileInfo, augment: AugmentConfig, seed: number, epoch: number): number {
  const file = new ImageFile(images);
  const maker = new ViewMaker(compileAugment(), imageSize, augment, seed);
  const views = Array.from({ length: images.count }, (_, image) => {
    maker.load(images, file, image);
    return ([0, 1] as const).map((branch) => histogram(maker.view({ epoch, image, branch })));
  });
  file.close();
  const common = (a = new Map<string, number>(), b = new Map<string, number>()) =>
    [...a].reduce((sum, [color, share]) => sum + Math.min(share, b.get(color) ?? 0), 0);
  let [right, asked] = [0, 0];
  for (const [i, [first, second]] of views.entries()) {
    for (const [j, [, other]] of views.entries()) {
      if (i === j) continue;
      const margin = common(first, second) - common(first, other);
      right += Math.abs(margin) < 1e-9 ? 0.5 : margin > 0 ? 1 : 0;
      asked++;
    }
  }
  return right / asked;
}

describe('the colour shortcut', () => {
  it('is what its definition says, with and without colour distortion', async () => {
    const images = temporaryImages(Array.from({ length: 40 }, (_, i) => [20 + (i % 9), 30 - (i % 7)]));
    const transforms: readonly Transform[] = configOf('paper').augment.transforms;
    // Without colour distortion it is T with those steps never applied, in both branches.
    const colorless = transforms.map((step) =>
      step.type === 'color' || step.type === 'grayscale' ? { ...step, p: 0 } : step,
    );
    const augment = { transforms: [...transforms], secondBranch: transforms.slice(0, 3) };
    const without = { transforms: colorless, secondBranch: colorless.slice(0, 3) };
    const found = await measureColorShortcut(evaluated(images), augment, { seed: 5, epoch: 2 });
    expect(found.crops).toBeCloseTo(reference(images, without, 5, 2), 9);
    expect(found.distorted).toBeCloseTo(reference(images, augment, 5, 2), 9);
    expect(found.distorted).not.toBe(found.crops);
    expect(found).toMatchObject({ chance: 0.5, images: 40 });
  });

  it('is nothing but guessing where all images are the same', async () => {
    const one = temporaryImages([[24, 24]]);
    const index = new Float64Array(new SharedArrayBuffer(9 * 24));
    for (let i = 0; i < 9; i++) index.set(one.index.subarray(0, 3), 3 * i);
    const whole = { transforms: [], secondBranch: null };
    const found = await measureColorShortcut(evaluated({ ...one, count: 9, index }), whole, { seed: 0 });
    expect(found).toEqual({ crops: 0.5, distorted: 0.5, chance: 0.5, images: 9 });
  });

  it('goes where colour distortion comes, on the built-in images', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simclr-shortcut-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { data, augment } = configOf('quick');
    const dataset = await openDataset(
      { ...data, builtin: { ...data.builtin, train: 300, test: 10 } },
      { baseFolder: folder, runsFolder: folder, seed: 0 },
    );
    const { train } = chooseEvaluationImages(dataset, 250, 0);
    const told: [number, number][] = [];
    const found = await measureColorShortcut(train, augment, { seed: 0 }, (done, total) =>
      told.push([done, total]),
    );
    expect(found.crops).toBeGreaterThan(0.98);
    expect(found.distorted).toBeLessThan(0.62);
    expect(found.distorted).toBeGreaterThan(0.5);
    expect(told.at(-1)).toEqual([1000, 1000]);
    expect(await measureColorShortcut(train, augment, { seed: 0 })).toEqual(found);
    expect(await measureColorShortcut(train, augment, { seed: 1 })).not.toEqual(found);
  });

  it('ends when it is called off, and says what it cannot be measured on', async () => {
    const images = evaluated(temporaryImages(Array.from({ length: 40 }, () => [24, 24])));
    const { augment } = configOf('paper');
    const called = new Error('called off');
    let done = 0;
    await expect(
      measureColorShortcut(images, augment, { seed: 0 }, (views) => {
        done = views;
        throw called;
      }),
    ).rejects.toBe(called);
    expect(done).toBeLessThan(40);
    const single = { ...images, indices: images.indices.subarray(0, 1) };
    await expect(measureColorShortcut(single, augment, { seed: 0 })).rejects.toThrow(/a single one/);
  });
});
