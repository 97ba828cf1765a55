import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import { trainRun } from '../../engine/train/trainRun';
import { median, type BenchCase } from './benchCase';
import { imageCount, type BenchImages } from './benchImages';

const EPOCHS = 2;

/** A network and how much of the images it is measured with: two epochs of it. */
interface Loop {
  readonly title: string;
  readonly architecture: 'resnet8' | 'resnet18';
  readonly width: number;
  readonly batch: number;
  readonly images: number;
}

const loops: readonly Loop[] = [
  { title: 'ResNet-8', architecture: 'resnet8', width: 16, batch: 256, images: imageCount },
  // Large enough for seconds a step.
  { title: 'ResNet-18', architecture: 'resnet18', width: 64, batch: 32, images: 160 },
];

/**
 * The whole loop as a user runs it, from files to a trained encoder: views per second over the second epoch, in which
 * everything is warm.
 */
export function endToEndCases(images: BenchImages): BenchCase[] {
  return loops.map((loop) => ({
    name: `end to end ${loop.title}`,
    description: `files to trained encoder, ${loop.title} width ${String(loop.width)}, batch ${String(loop.batch)}, crop, flip, colour, grayscale at 32 × 32`,
    unit: 'views/s',
    peer: [
      ...['train', images.folder, '--epochs', String(EPOCHS), '--limit', String(loop.images)],
      ...['--batch', String(loop.batch), '--encoder', loop.architecture, '--width', String(loop.width)],
    ],
    prepare: () => images.write(),
    measure: () => measureRun(loop, images.folder),
  }));
}

async function measureRun({ architecture, width, batch, images }: Loop, folder: string): Promise<number> {
  const runsFolder = await mkdtemp(join(tmpdir(), 'simclr-bench-'));
  const input: RunConfigInput = {
    data: { source: folder, imageSize: 32, limit: images },
    encoder: { architecture, width },
    epochs: EPOCHS,
    batchSize: batch,
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
  return (2 * batch) / median(seconds);
}
