import { util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatBits } from '../computePool';
import type { CpuBackend } from '../cpuBackend';

/** A multiple of four, so that chunks do not overlap. */
const ELEMENTS_PER_CHUNK = 16384;

const sizeOf = ({ shape }: TensorInfo) => util.sizeFromShape(shape);
const chunksOf = (size: number) => Math.ceil(size / ELEMENTS_PER_CHUNK);

interface MomentumAttributes {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** Runs `momentumUpdate` or `larsUpdate`, which take the same fields, with a given rate; w and v are overwritten. */
function update(
  backend: CpuBackend,
  kernel: 'momentumUpdate' | 'larsUpdate',
  inputs: Record<'w' | 'g' | 'v', TensorInfo>,
  rate: number,
  { momentum, nesterov, weightDecay }: MomentumAttributes,
): TensorInfo[] {
  const { w, g, v } = inputs;
  const read = [w, g, v].map((tensor) => backend.pointer(tensor));
  const results = [w, v].map((tensor) => backend.reuse(tensor));
  const size = sizeOf(w);
  backend.pool.run(kernel, chunksOf(size), [
    ...read,
    ...results.map((tensor) => backend.pointer(tensor)),
    size,
    ELEMENTS_PER_CHUNK,
    ...[rate, momentum, weightDecay].map(floatBits),
    nesterov ? 1 : 0,
  ]);
  return results;
}

/** MomentumUpdate of `engine/ops`: inputs {w, g, v}, result [w', v']. */
export const momentumUpdate: KernelFunc = ({ inputs, attrs, backend }) => {
  const attributes = attrs as unknown as MomentumAttributes;
  const tensors = inputs as Record<'w' | 'g' | 'v', TensorInfo>;
  return update(backend as CpuBackend, 'momentumUpdate', tensors, attributes.learningRate, attributes);
};

/** LarsUpdate of `engine/ops`: inputs {w, g, v}, result [w', v']. */
export const larsUpdate: KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
  const backend = anyBackend as CpuBackend;
  const tensors = inputs as Record<'w' | 'g' | 'v', TensorInfo>;
  const attributes = attrs as unknown as MomentumAttributes & { adapt: boolean; trustCoefficient: number };
  const trust = attributes.adapt
    ? trustRatio(backend, tensors.w, tensors.g, attributes.weightDecay, attributes.trustCoefficient)
    : 1;
  return update(backend, 'larsUpdate', tensors, attributes.learningRate * trust, attributes);
};

/** trustCoefficient · ‖w‖ / ‖g + weightDecay · w‖, or 1 where either norm is zero. */
function trustRatio(
  backend: CpuBackend,
  w: TensorInfo,
  g: TensorInfo,
  weightDecay: number,
  trustCoefficient: number,
): number {
  const size = sizeOf(w);
  const chunks = chunksOf(size);
  const totals = backend.heap.allocate(chunks * 64);
  const fields = [backend.pointer(w), backend.pointer(g), totals, size, ELEMENTS_PER_CHUNK];
  backend.pool.run('larsNorms', chunks, [...fields, floatBits(weightDecay)]);
  let [weights, gradients] = [0, 0];
  backend.heap.doubles(totals, chunks * 8).forEach((sum, i) => {
    if (i % 8 < 4) weights += sum;
    else gradients += sum;
  });
  backend.heap.release(totals);
  return weights > 0 && gradients > 0 ? trustCoefficient * Math.sqrt(weights / gradients) : 1;
}

/** AdamUpdate of `engine/ops`: inputs {w, g, m, s}, result [w', m', s']. */
export const adamUpdate: KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
  const backend = anyBackend as CpuBackend;
  const { w, g, m, s } = inputs as Record<'w' | 'g' | 'm' | 's', TensorInfo>;
  const { learningRate, beta1, beta2, epsilon, weightDecay, step } = attrs as unknown as Record<
    'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'step',
    number
  >;
  const read = [w, g, m, s].map((tensor) => backend.pointer(tensor));
  const results = [w, m, s].map((tensor) => backend.reuse(tensor));
  const size = sizeOf(w);
  const rate = learningRate / (1 - beta1 ** step);
  const correction = 1 / (1 - beta2 ** step);
  backend.pool.run('adamUpdate', chunksOf(size), [
    ...read,
    ...results.map((tensor) => backend.pointer(tensor)),
    size,
    ELEMENTS_PER_CHUNK,
    ...[rate, beta1, 1 - beta1, beta2, 1 - beta2, correction, epsilon, weightDecay].map(floatBits),
  ]);
  return results;
};
