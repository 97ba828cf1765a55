import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { poolCode, poolGradientCode } from '../shaders/globalAveragePool';
import { elementsPerGroup } from '../shaders/elementwise';
import { u32 } from '../uniforms';
import { parts } from './tiles';

/** Kernel `GlobalAveragePool`, see `engine/ops/globalAveragePool.ts`. */
export const globalAveragePool: KernelFunc = ({ inputs, backend }) => {
  const { x } = inputs as { x: TensorInfo };
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const gpu = backend as GpuBackend;
  const out = gpu.output([batch, channels]);
  const program = { name: 'globalAveragePool', code: poolCode };
  const groups = [parts(batch * channels, elementsPerGroup)] as const;
  gpu.run(program, [x, out], groups, [u32(batch * channels), u32(channels), u32(height * width)]);
  return out;
};

/** Kernel `GlobalAveragePoolGrad`, see `engine/ops/globalAveragePool.ts`. */
export const globalAveragePoolGrad: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy } = inputs as { dy: TensorInfo };
  const { height, width } = attrs as unknown as { height: number; width: number };
  const [batch = 0, channels = 0] = dy.shape;
  const gpu = backend as GpuBackend;
  const out = gpu.output([batch, height, width, channels]);
  const program = { name: 'globalAveragePoolGradient', code: poolGradientCode };
  const size = sizeOf(out);
  gpu.run(
    program,
    [dy, out],
    [parts(size, elementsPerGroup)],
    [u32(size), u32(channels), u32(height * width)],
  );
  return out;
};
