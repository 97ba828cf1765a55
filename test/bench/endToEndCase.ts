import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import { ImageFile } from '../../engine/data/imageFile';
import { openDataset } from '../../engine/data/openDataset';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import { trainRun } from '../../engine/train/trainRun';
import { median, type BenchCase } from './benchCase';

const IMAGES = 5120;
const BATCH = 256;
const EPOCHS = 2;

/**
 * The whole loop as a user runs it, from files to a trained encoder: views per second over the second epoch, in which
 * everything is warm.
 * @param images a folder with train/<class>/*; by default the built-in images, written as PNG.
 */
export async function endToEndCase(images?: string): Promise<BenchCase> {
  const folder = images === undefined ? await writeBuiltinImages() : resolve(images);
  return {
    name: 'end to end',
    description:
      'files to trained encoder, ResNet-8 width 16, batch 256, crop, flip, colour, grayscale at 32 × 32',
    unit: 'views/s',
    peer: ['train', folder, '--epochs', String(EPOCHS), '--limit', String(IMAGES), '--batch', String(BATCH)],
    measure: () => measureRun(folder),
  };
}

async function measureRun(folder: string): Promise<number> {
  const runsFolder = await mkdtemp(join(tmpdir(), 'simclr-bench-'));
  const input: RunConfigInput = {
    data: { source: folder, imageSize: 32, limit: IMAGES },
    epochs: EPOCHS,
    batchSize: BATCH,
    // The peer evaluates and saves nothing either.
    evaluate: { everyEpochs: 1000 },
    checkpoint: { everyEpochs: 1000 },
  };
  const seconds: number[] = [];
  let before: MetricsLine | null = null;
  await trainRun({
    config: runConfigSchema.parse(input),
    runsFolder,
    baseFolder: folder,
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type !== 'metrics') return;
      const { line } = event;
      if (before && line.epoch > 1) seconds.push(line.time - before.time);
      before = line;
    },
  });
  await rm(runsFolder, { recursive: true });
  return (2 * BATCH) / median(seconds);
}

/** Writes the training part of the built-in images into a temporary folder, for both sides to read. */
async function writeBuiltinImages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simclr-bench-images-'));
  const config = runConfigSchema.parse({ data: { builtin: { train: IMAGES + 100 } } }).data;
  const dataset = await openDataset(config, { seed: 0, runsFolder: folder, baseFolder: folder });
  const file = new ImageFile(dataset.train.images);
  for (let i = 0; i < dataset.train.images.count; i++) {
    const label = dataset.classes?.[dataset.train.labels?.[i] ?? 0] ?? 'all';
    const { data, height, width } = file.read(i);
    await mkdir(join(folder, 'train', label), { recursive: true });
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(join(folder, 'train', label, `${String(i)}.png`));
  }
  return folder;
}
