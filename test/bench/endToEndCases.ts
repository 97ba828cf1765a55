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

/** A network, and what it is measured with: two epochs of so many images, N a step. */
interface Loop extends StepNetwork {
  readonly images: number;
  readonly limit: number;
}

const loops: readonly Loop[] = [
  { ...stepNetworks.resnet8, images: 256, limit: imageCount },
  // Some small steps an epoch: it takes a second for a hundred views.
  { ...stepNetworks.resnet18, images: 32, limit: 160 },
];

/**
 * The whole loop as a user runs it, from files to a trained encoder: views per second over the second epoch, in which
 * everything is warm, and the share of that time in which the trainer waits for views.
 */
export function endToEndCases(images: BenchImages): BenchCase[] {
  const common = { prepare: () => images.write() };
  const description = ({ title, width, images: batch }: Loop) =>
    `${title} width ${String(width)}, batch ${String(batch)}, crop, flip, colour, grayscale at 32 × 32`;
  return [
    ...loops.map<BenchCase>((loop) => ({
      ...common,
      name: `end to end ${loop.title}`,
      description: `files to trained encoder, ${description(loop)}`,
      unit: 'views/s',
      peer: [
        ...['train', images.folder, '--epochs', String(EPOCHS), '--limit', String(loop.limit)],
        ...['--batch', String(loop.images), '--encoder', loop.architecture, '--width', String(loop.width)],
      ],
      measure: async () => (await measureRun(loop, images.folder)).viewsPerSecond,
    })),
    ...loops.map<BenchCase>((loop) => ({
      ...common,
      name: `waiting for views ${loop.title}`,
      description: `share of the time without views to train on, ${description(loop)}`,
      unit: '%',
      peer: null,
      measure: async () => 100 * (await measureRun(loop, images.folder)).dataWait,
    })),
  ];
}

async function measureRun(
  { architecture, width, images, limit }: Loop,
  folder: string,
): Promise<{ viewsPerSecond: number; dataWait: number }> {
  const runsFolder = await mkdtemp(join(tmpdir(), 'simclr-bench-'));
  const input: RunConfigInput = {
    data: { source: folder, imageSize: 32, limit },
    encoder: { architecture, width },
    epochs: EPOCHS,
    batchSize: images,
    logEverySteps: 1,
    // The peer evaluates and saves nothing either.
    evaluate: { everyEpochs: 1000 },
    checkpoint: { everyEpochs: 1000 },
  };
  const seconds: number[] = [];
  const waits: number[] = [];
  let before: MetricsLine | null = null;
  await trainRun({
    config: runConfigSchema.parse(input),
    runsFolder,
    baseFolder: folder,
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.type !== 'metrics') return;
      const { line } = event;
      if (before && line.epoch > 1) {
        seconds.push(line.time - before.time);
        waits.push(line.dataWait ?? 0);
      }
      before = line;
    },
  });
  await rm(runsFolder, { recursive: true });
  const dataWait = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  return { viewsPerSecond: (2 * images) / median(seconds), dataWait };
}
