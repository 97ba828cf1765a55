import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { elementsPerGroup } from '../shaders/elementwise';
import { foldBatchNormCode } from '../shaders/foldBatchNorm';
import { f32, u32 } from '../uniforms';
import { parts } from './tiles';

/** Kernel `FoldBatchNorm`, see `engine/ops/foldBatchNorm.ts`. */
export const foldBatchNorm: KernelFunc = ({ inputs, attrs, backend }) => {
  const { gamma, beta, mean, variance } = inputs as Readonly<
    Record<'gamma' | 'beta' | 'mean' | 'variance', TensorInfo>
  >;
  const { epsilon } = attrs as unknown as { epsilon: number };
  const gpu = backend as GpuBackend;
  const channels = sizeOf(gamma);
  const outputs = Array.from({ length: 3 }, () => gpu.output([channels]));
  gpu.run(
    { name: 'foldBatchNorm', code: foldBatchNormCode },
    [gamma, beta, mean, variance, ...outputs],
    [parts(channels, elementsPerGroup)],
    [u32(channels), f32(epsilon)],
  );
  return outputs;
};
