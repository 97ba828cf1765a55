import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runConfigSchema, type RunConfigInput } from '../../engine/config/runConfig';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import { trainRun } from '../../engine/train/trainRun';
import { median, type BenchCase } from './benchCase';
import { imageCount, type BenchImages } from './benchImages';
import { stepNetworks, type StepNetwork } from './stepCase';

const EPOCHS = 2;

/** A network and how much of the images it is measured with: two epochs of it. */
interface Loop extends StepNetwork {
  readonly limit: number;
}

const loops: readonly Loop[] = [
  { ...stepNetworks.resnet8, limit: imageCount },
  // Some steps an epoch: one takes a second.
  { ...stepNetworks.resnet18, limit: 160 },
];

/**
 * The whole loop as a user runs it, from files to a trained encoder: views per second over the second epoch, in which
 * everything is warm.
 */
export function endToEndCases(images: BenchImages): BenchCase[] {
  return loops.map((loop) => ({
    name: `end to end ${loop.title}`,
    description: `files to trained encoder, ${loop.title} width ${String(loop.width)}, batch ${String(loop.images)}, crop, flip, colour, grayscale at 32 × 32`,
    unit: 'views/s',
    peer: [
      ...['train', images.folder, '--epochs', String(EPOCHS), '--limit', String(loop.limit)],
      ...['--batch', String(loop.images), '--encoder', loop.architecture, '--width', String(loop.width)],
    ],
    prepare: () => images.write(),
    measure: () => measureRun(loop, images.folder),
  }));
}

async function measureRun({ architecture, width, images, limit }: Loop, folder: string): Promise<number> {
  const runsFolder = await mkdtemp(join(tmpdir(), 'simclr-bench-'));
  const input: RunConfigInput = {
    data: { source: folder, imageSize: 32, limit },
    encoder: { architecture, width },
    epochs: EPOCHS,
    batchSize: images,
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
  return (2 * images) / median(seconds);
}
