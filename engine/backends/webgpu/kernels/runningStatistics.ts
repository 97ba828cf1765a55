import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { elementsPerGroup } from '../shaders/elementwise';
import { runningStatisticsCode } from '../shaders/runningStatistics';
import { f32, u32 } from '../uniforms';
import { parts } from './tiles';

/** Kernel `RunningStatistics`, see `engine/ops/runningStatistics.ts`; the running ones are overwritten. */
export const runningStatistics: KernelFunc = ({ inputs, attrs, backend }) => {
  const { runningMean, runningVariance, mean, variance } = inputs as Readonly<
    Record<'runningMean' | 'runningVariance' | 'mean' | 'variance', TensorInfo>
  >;
  const { share, unbiased } = attrs as unknown as Readonly<Record<'share' | 'unbiased', number>>;
  const gpu = backend as GpuBackend;
  const size = sizeOf(runningMean);
  gpu.run(
    { name: 'runningStatistics', code: runningStatisticsCode },
    [runningMean, runningVariance, mean, variance],
    [parts(size, elementsPerGroup)],
    [u32(size), f32(share), f32(share * unbiased)],
  );
  return [gpu.takeOver(runningMean), gpu.takeOver(runningVariance)];
};
