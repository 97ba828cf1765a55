import { performance } from 'node:perf_hooks';
import { openViewLoader } from '../../../engine/augment/openViewLoader';
import type { ViewLoader } from '../../../engine/augment/viewLoader';
import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import { inBfloat16, type GpuCase, type GpuMeasurement } from './gpuCase';
import type { GpuNetwork, GpuSizes } from './gpuSizes';
import { writeRandomImages } from './randomImages';
import { peerArguments, Training } from './training';

/** Images that an epoch is reckoned with: those of CIFAR-10. */
const EPOCH = 50_000;
/** As a run does by default. */
const LOG_EVERY_STEPS = 10;

/**
 * The loop of a network from decoded images to a trained encoder, views made on the GPU; the peer makes its views on all
 * cores.
 */
export function loopCase(network: GpuNetwork, sizes: GpuSizes): GpuCase {
  const peer = peerOf(network, sizes);
  const peers = { fp32: [...peer, '--precision', 'fp32'], ...inBfloat16(peer) };
  return caseOf(`loop ${network.title}`, network, sizes, peers);
}

/** The same in mixed precision. */
export function mixedLoopCase(network: GpuNetwork, sizes: GpuSizes): GpuCase {
  const peers = inBfloat16(peerOf(network, sizes));
  return { ...caseOf(`loop ${network.title}, mixed`, network, sizes, peers), precision: 'mixed' };
}

function peerOf(network: GpuNetwork, { warmUp, steps }: GpuSizes): string[] {
  const blur = network.transforms.some(({ type }) => type === 'blur') ? ['--blur'] : [];
  return [
    ...['loop', ...peerArguments(network), '--image-size', String(network.imageSide), ...blur],
    ...['--warm-up', String(warmUp), '--repeats', String(steps)],
  ];
}

function caseOf(
  name: string,
  network: GpuNetwork,
  { warmUp, steps }: GpuSizes,
  peers: GpuCase['peers'],
): GpuCase {
  const { title, width, side, imageSide, images, transforms } = network;
  return {
    name,
    description: `decoded images to trained encoder, ${title} width ${width}, batch ${images}, ${transforms.map(({ type }) => type).join(', ')} to ${side} × ${side}`,
    unit: 'images/s',
    peers,
    open: async (gpu) => {
      const training = await Training.open(gpu, network);
      const { images: file, remove } = await writeRandomImages(2 * images, imageSide);
      const loader = await openViewLoader({
        ...{ images: file, imageSize: side, batchSize: images, seed: 0, threads: 1 },
        ...{ augment: training.config.augment, start: { epoch: 0, stepInEpoch: 0 } },
      });
      await takeSteps(gpu, training, loader, warmUp);
      return {
        measure: () => measureLoop(gpu, training, loader, images, steps),
        close: async () => {
          await loader.close();
          training.close();
          await remove();
        },
      };
    },
  };
}

async function measureLoop(
  gpu: GpuBackend,
  training: Training,
  loader: ViewLoader,
  images: number,
  steps: number,
): Promise<GpuMeasurement> {
  const start = performance.now();
  const waited = await takeSteps(gpu, training, loader, steps);
  const seconds = (performance.now() - start) / 1000;
  const value = (images * steps) / seconds;
  return {
    value,
    stamped: null,
    details: [
      `${(EPOCH / value).toFixed(1)} s for an epoch of ${EPOCH} images; ${((100 * waited) / seconds).toFixed(1)} % of it drawing views and queueing them`,
    ],
  };
}

/** Takes steps as a run does; gives the seconds in which it asked for views. */
async function takeSteps(
  gpu: GpuBackend,
  training: Training,
  loader: ViewLoader,
  steps: number,
): Promise<number> {
  let waited = 0;
  for (let step = 0; step < steps; step++) {
    const begun = performance.now();
    const batch = await loader.next();
    waited += performance.now() - begun;
    const loss = training.step(batch);
    batch.release();
    await gpu.keepUp();
    if (step % LOG_EVERY_STEPS === 0) await loss.data();
    loss.dispose();
  }
  await gpu.settle();
  return waited / 1000;
}
