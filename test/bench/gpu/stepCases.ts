import { performance } from 'node:perf_hooks';
import type { GpuBackend } from '../../../engine/backends/webgpu/gpuBackend';
import type { ProgramTime } from './dispatchStamps';
import { inAllPrecisions, inBfloat16, type GpuCase, type GpuMeasurement } from './gpuCase';
import type { GpuNetwork, GpuSizes } from './gpuSizes';
import { peerArguments, Training } from './training';
import { stampGpu } from './timeGpu';

/** A training step of a network on views that are ready. */
export function stepCase(network: GpuNetwork, sizes: GpuSizes): GpuCase {
  return caseOf(`step ${network.title}`, network, sizes, inAllPrecisions(peerOf(network, sizes)));
}

/** The same in mixed precision. */
export function mixedStepCase(network: GpuNetwork, sizes: GpuSizes): GpuCase {
  const name = `step ${network.title}, mixed`;
  return { ...caseOf(name, network, sizes, inBfloat16(peerOf(network, sizes))), precision: 'mixed' };
}

/** The same against the peer compiled, which takes it a minute or two: so once. */
export function compiledStepCase(network: GpuNetwork, sizes: GpuSizes): GpuCase {
  const peers = { 'bf16 compiled': [...peerOf(network, sizes), '--precision', 'bf16', '--compile'] };
  return { ...caseOf(`step ${network.title}, compiled peer`, network, sizes, peers), repeats: 1 };
}

function peerOf(network: GpuNetwork, { warmUp, steps }: GpuSizes): string[] {
  return ['step', ...peerArguments(network), '--warm-up', String(warmUp), '--repeats', String(steps)];
}

function caseOf(name: string, network: GpuNetwork, sizes: GpuSizes, peers: GpuCase['peers']): GpuCase {
  const { title, width, side, images } = network;
  return {
    name,
    description: `training step on ready-made views, ${title} width ${width}, ${2 * images} views of ${side} × ${side}`,
    unit: 'views/s',
    peers,
    open: async (gpu) => {
      const training = await Training.open(gpu, network);
      for (let step = 0; step < sizes.warmUp; step++) training.step().dispose();
      await gpu.settle();
      return {
        measure: () => measureSteps(gpu, training, 2 * images, sizes.steps),
        close: () => Promise.resolve(training.close()),
      };
    },
  };
}

async function measureSteps(
  gpu: GpuBackend,
  training: Training,
  views: number,
  steps: number,
): Promise<GpuMeasurement> {
  const start = performance.now();
  for (let step = 0; step < steps; step++) {
    training.step().dispose();
    await gpu.keepUp();
  }
  await gpu.settle();
  const seconds = (performance.now() - start) / 1000 / steps;
  const { stamped, programs } = await stampGpu(gpu, () => training.step().dispose(), 1);
  return {
    value: views / seconds,
    stamped: stamped === null ? null : views / stamped,
    details: stamped === null ? [] : [whereTimeGoes(seconds, stamped, programs)],
  };
}

/** Programs that are worth a mention, and the others together. */
const MENTIONED = 8;

function whereTimeGoes(seconds: number, stamped: number, programs: readonly ProgramTime[]): string {
  const dispatches = programs.reduce((sum, program) => sum + program.dispatches, 0);
  const share = (part: number) => `${((100 * part) / stamped).toFixed(1)} %`;
  const named = programs
    .slice(0, MENTIONED)
    .map(({ name, dispatches: count, seconds: part }) => `${name} ${share(part)} (${count})`);
  const rest = programs.slice(MENTIONED).reduce((sum, program) => sum + program.seconds, 0);
  const others = programs.length > MENTIONED ? [`${programs.length - MENTIONED} others ${share(rest)}`] : [];
  const milliseconds = (value: number) => `${(1000 * value).toFixed(1)} ms`;
  return `a step ${milliseconds(seconds)}, the GPU at work ${milliseconds(stamped)} in ${dispatches} dispatches: ${[...named, ...others].join(', ')}`;
}
