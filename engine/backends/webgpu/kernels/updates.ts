import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { elementsPerGroup } from '../shaders/elementwise';
import {
  adamUpdateCode,
  elementsPerNorm,
  larsNormsCode,
  larsUpdateCode,
  momentumUpdateCode,
} from '../shaders/updates';
import { f32, u32 } from '../uniforms';
import { parts } from './tiles';

interface MomentumAttributes {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

type Momentum = Readonly<Record<'w' | 'g' | 'v', TensorInfo>>;

/** Kernel `MomentumUpdate`, see `engine/ops/momentumUpdate.ts`; w and v are overwritten. */
export const momentumUpdate: KernelFunc = ({ inputs, attrs, backend }) => {
  const { w, g, v } = inputs as Momentum;
  const { learningRate, momentum, nesterov, weightDecay } = attrs as unknown as MomentumAttributes;
  const gpu = backend as GpuBackend;
  const size = sizeOf(w);
  gpu.run(
    { name: 'momentumUpdate', code: momentumUpdateCode },
    [w, g, v],
    [parts(size, elementsPerGroup)],
    [u32(size), f32(learningRate), f32(momentum), f32(weightDecay), u32(Number(nesterov))],
  );
  return [gpu.takeOver(w), gpu.takeOver(v)];
};

/** Kernel `LarsUpdate`, see `engine/ops/larsUpdate.ts`; w and v are overwritten. */
export const larsUpdate: KernelFunc = ({ inputs, attrs, backend }) => {
  const { w, g, v } = inputs as Momentum;
  const { learningRate, momentum, nesterov, weightDecay, adapt, trustCoefficient } =
    attrs as unknown as MomentumAttributes & { adapt: boolean; trustCoefficient: number };
  const gpu = backend as GpuBackend;
  const size = sizeOf(w);
  const shares = parts(size, elementsPerNorm);
  const norms = gpu.output([shares, 2]);
  if (adapt) {
    const program = { name: 'larsNorms', code: larsNormsCode };
    gpu.run(program, [w, g, norms], [shares], [u32(size), f32(weightDecay)]);
  }
  gpu.run(
    { name: 'larsUpdate', code: larsUpdateCode },
    [w, g, v, norms],
    [shares],
    [
      ...[u32(size), f32(learningRate), f32(momentum), f32(weightDecay), u32(Number(nesterov))],
      ...[f32(trustCoefficient), u32(adapt ? shares : 0)],
    ],
  );
  gpu.disposeData(norms.dataId);
  return [gpu.takeOver(w), gpu.takeOver(v)];
};

/** Kernel `AdamUpdate`, see `engine/ops/adamUpdate.ts`; w, m and s are overwritten. */
export const adamUpdate: KernelFunc = ({ inputs, attrs, backend }) => {
  const { w, g, m, s } = inputs as Readonly<Record<'w' | 'g' | 'm' | 's', TensorInfo>>;
  const { learningRate, beta1, beta2, epsilon, weightDecay, step } = attrs as unknown as Readonly<
    Record<'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay' | 'step', number>
  >;
  const gpu = backend as GpuBackend;
  const size = sizeOf(w);
  const rate = learningRate / (1 - beta1 ** step);
  gpu.run(
    { name: 'adamUpdate', code: adamUpdateCode },
    [w, g, m, s],
    [parts(size, elementsPerGroup)],
    [u32(size), ...[rate, beta1, beta2, epsilon, weightDecay, 1 / (1 - beta2 ** step)].map(f32)],
  );
  return [w, m, s].map((tensor) => gpu.takeOver(tensor));
};
