import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createViewLoader } from '../../../engine/augment/createViewLoader';
import { augmentSchema, type AugmentConfig } from '../../../engine/config/augmentation';
import { runConfigSchema } from '../../../engine/config/runConfig';
import type { Dataset } from '../../../engine/data/dataset';
import { openDataset } from '../../../engine/data/openDataset';
import type { DrawnStudio, StudioDrawParams, StudioSource } from '../../../engine/protocol/studioProtocol';
import { Studio } from '../../../engine/studio/studio';

const imageSize = 32;
const viewBytes = imageSize * imageSize * 3;
const augment = augmentSchema.parse({
  transforms: [
    { type: 'crop' },
    { type: 'flip' },
    { type: 'color' },
    { type: 'grayscale' },
    { type: 'blur' },
  ],
  secondBranch: [{ type: 'color' }, { type: 'crop' }, { type: 'noise' }],
});
const seed = 3;

describe('an augmentation studio', () => {
  const studio = new Studio();
  let folder: string;
  let source: StudioSource;
  let dataset: Dataset;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'simclr-studio-'));
    // A folder with classes of some sizes, not all square.
    const colors = ['#c03020', '#20a040', '#3050c0', '#d0c010'];
    for (const [label, background] of colors.entries()) {
      mkdirSync(join(folder, 'photos', `class${label}`), { recursive: true });
      for (let i = 0; i < 12; i++) {
        const block = { input: { create: { width: 9 + i, height: 12, channels: 3, background: '#f0f0f0' } } };
        await sharp({ create: { width: 32 + i, height: 34, channels: 3, background } })
          .composite([{ ...block, left: i, top: 3 } as OverlayOptions])
          .png()
          .toFile(join(folder, 'photos', `class${label}`, `${i}.png`));
      }
    }
    const { data } = runConfigSchema.parse({ data: { source: 'photos', imageSize } });
    source = { data, baseFolder: folder, runsFolder: join(folder, 'runs'), seed };
    dataset = await openDataset(data, source);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = (change: Partial<StudioDrawParams> = {}): StudioDrawParams => ({
    ...{ source, augment, seed, epoch: 0, branch: 0, views: 0, pairs: 0, alone: [], aloneViews: 0 },
    image: { id: dataset.train.ids[0] ?? '' },
    other: { id: dataset.train.ids[20] ?? '' },
    histograms: false,
    packed: false,
    ...change,
  });
  const viewsOf = ({ pixels }: DrawnStudio): Buffer[] => {
    const bytes = Buffer.from(pixels);
    expect(bytes.length % viewBytes).toBe(0);
    return Array.from({ length: bytes.length / viewBytes }, (_, i) =>
      bytes.subarray(i * viewBytes, (i + 1) * viewBytes),
    );
  };

  /** The pairs of an epoch as training gets them, by the images' ids. */
  async function trainingPairs(by: AugmentConfig, epoch: number): Promise<Map<string, readonly Buffer[]>> {
    const { images, ids } = dataset.train;
    const batchSize = images.count;
    const loader = createViewLoader({
      ...{ images, imageSize, batchSize, augment: by, seed, threads: 2 },
      start: { epoch, stepInEpoch: 0 },
    });
    onTestFinished(() => loader.close());
    await setBackend('cpu');
    const { indices, tensor } = await loader.next();
    const views = tensor(0);
    const values = views.dataSync();
    views.dispose();
    const view = (row: number) =>
      Buffer.from(
        Array.from(values.subarray(row * viewBytes, (row + 1) * viewBytes), (value) =>
          Math.round(value * 255),
        ),
      );
    return new Map(
      Array.from(indices, (image, row) => [ids[image] ?? '', [view(row), view(row + batchSize)]]),
    );
  }

  it('draws the very pairs that a run trains on', async () => {
    const epoch = 2;
    const training = await trainingPairs(augment, epoch);
    const drawing = await studio.draw(ask({ epoch, pairs: 8, image: { id: dataset.train.ids[5] ?? '' } }));
    const [, ...views] = viewsOf(drawing);
    expect(new Set(drawing.pairs.map(({ id }) => id)).size).toBe(8);
    expect(drawing.pairs[0]).toEqual({ id: dataset.train.ids[5], label: 'class0' });
    drawing.pairs.forEach(({ id }, k) => {
      expect(
        training.get(id)?.map((view, branch) => view.equals(views[2 * k + branch] ?? view.subarray(1))),
      ).toEqual([true, true]);
    });
  });

  it('draws the views that a run makes of an image epoch by epoch, of either branch', async () => {
    const id = dataset.train.ids[5] ?? '';
    for (const branch of [0, 1] as const) {
      const [, ...views] = viewsOf(await studio.draw(ask({ branch, views: 3, epoch: 4, image: { id } })));
      for (const [k, view] of views.entries()) {
        expect((await trainingPairs(augment, 4 + k)).get(id)?.[branch]?.equals(view)).toBe(true);
      }
    }
  });

  it('shows what a step does alone, and always', async () => {
    const drawing = await studio.draw(ask({ alone: [1, 3], aloneViews: 2 }));
    const [whole, flipped, flippedAgain, gray] = viewsOf(drawing);
    const mirrored = Buffer.alloc(viewBytes);
    for (let at = 0; at < viewBytes; at += 3) {
      const [row, column] = [Math.floor(at / 3 / imageSize), (at / 3) % imageSize];
      whole?.copy(
        mirrored,
        at,
        (row * imageSize + imageSize - 1 - column) * 3,
        (row * imageSize + imageSize - column) * 3,
      );
    }
    expect(flipped?.equals(mirrored)).toBe(true);
    expect(flippedAgain?.equals(mirrored)).toBe(true);
    for (let at = 0; at < viewBytes; at += 3) {
      expect(Math.abs((gray?.[at] ?? 0) - (gray?.[at + 2] ?? 255))).toBeLessThanOrEqual(1);
    }
  });

  it('counts the colours of the crops that it shows, without and with colour distortion', async () => {
    const one = { ...augment, secondBranch: null };
    const drawing = await studio.draw(ask({ augment: one, histograms: true }));
    const [, ...crops] = viewsOf(drawing);
    expect(crops).toHaveLength(6);
    const { colors } = drawing;
    if (colors === null) throw new Error('no colours');
    for (const [which, by] of [colors.without, colors.with].entries()) {
      by.counts.forEach((channels, crop) => {
        channels.forEach((counts, channel) => {
          const expected = new Array<number>(32).fill(0);
          const view = crops[3 * which + crop] ?? Buffer.alloc(0);
          for (let at = channel; at < viewBytes; at += 3) {
            const bin = Math.floor((view[at] ?? 0) / 8);
            expected[bin] = (expected[bin] ?? 0) + 1;
          }
          expect(counts.reduce((a, b) => a + b)).toBe(imageSize * imageSize);
          // Rounding to bytes moves a pixel at the edge of a bin to the next one, and no further.
          let [ahead, moved] = [0, 0];
          counts.forEach((count, bin) => {
            ahead += count - (expected[bin] ?? 0);
            moved += Math.abs(ahead);
          });
          expect(moved).toBeLessThanOrEqual(imageSize * imageSize);
        });
      });
    }
    // Red crops have red in common, and nothing with green ones.
    expect(colors.without.same).toBeGreaterThan(0.6);
    expect(colors.without.other).toBeLessThan(0.4);
  });

  it('takes any file, as the image of the data set that it is', async () => {
    const id = dataset.train.ids[5] ?? '';
    const byPath = await studio.draw(ask({ views: 2, image: { path: join(folder, 'photos', id) } }));
    expect(byPath).toEqual(await studio.draw(ask({ views: 2, image: { id } })));

    const elsewhere = join(folder, 'elsewhere.png');
    await sharp({ create: { width: 400, height: 300, channels: 3, background: '#123456' } })
      .png()
      .toFile(elsewhere);
    const plain = { transforms: [], secondBranch: null };
    const [whole, view] = viewsOf(
      await studio.draw(ask({ augment: plain, views: 1, image: { path: elsewhere } })),
    );
    expect([...(view?.subarray(0, 3) ?? [])]).toEqual([0x12, 0x34, 0x56]);
    expect(whole).toEqual(view);
  });

  it('says in a sentence what is wrong with an image, and goes on', async () => {
    const damaged = join(folder, 'damaged.jpg');
    writeFileSync(damaged, 'no image at all');
    await expect(studio.draw(ask({ image: { path: damaged } }))).rejects.toThrow(
      `${damaged} is not an image of a known format, or its beginning is damaged: choose another image.`,
    );
    const missing = join(folder, 'missing.jpg');
    await expect(studio.draw(ask({ image: { path: missing } }))).rejects.toThrow(
      /missing\.jpg .*choose another/,
    );
    await expect(studio.draw(ask({ image: { id: 'gone.png' } }))).rejects.toThrow(/^gone\.png is not among/);
    expect(viewsOf(await studio.draw(ask({ views: 1 })))).toHaveLength(2);
    const nowhere = { ...source, data: { ...source.data, source: 'nowhere' } };
    await expect(studio.draw(ask({ source: nowhere }))).rejects.toThrow(/"nowhere" does not exist/);
  });

  it('offers images from all over the data set, other ones each time', async () => {
    const first = await studio.describe({ source, choices: 8, lot: 0 });
    expect(first).toMatchObject({ name: 'photos', imageSize, count: dataset.train.images.count });
    expect(Buffer.from(first.thumbnails, 'base64')).toHaveLength(8 * first.thumbnailSize ** 2 * 3);
    expect(new Set(first.choices.map(({ label }) => label)).size).toBeGreaterThan(2);
    const second = await studio.describe({ source, choices: 8, lot: 1 });
    const ids = [...first.choices, ...second.choices].map(({ id }) => id);
    expect(new Set(ids).size).toBe(16);
  });
});
