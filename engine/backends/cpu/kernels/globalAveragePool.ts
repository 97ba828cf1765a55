import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';

/** GlobalAveragePool of `engine/ops`: [B, H, W, C] to [B, C]. */
export const globalAveragePool: KernelFunc = ({ inputs, backend: anyBackend }) => {
  const backend = anyBackend as CpuBackend;
  const { x } = inputs as { x: TensorInfo };
  const [images = 0, height = 0, width = 0, channels = 0] = x.shape;
  const out = backend.output([images, channels]);
  const fields = [backend.pointer(x), backend.pointer(out), height * width, channels];
  backend.pool.run('averagePool', images, fields);
  return out;
};

/** GlobalAveragePoolGrad of `engine/ops`: [B, C] to [B, height, width, C]. */
export const globalAveragePoolGrad: KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
  const backend = anyBackend as CpuBackend;
  const { dy } = inputs as { dy: TensorInfo };
  const { height, width } = attrs as unknown as { height: number; width: number };
  const [images = 0, channels = 0] = dy.shape;
  const dx = backend.output([images, height, width, channels]);
  const fields = [backend.pointer(dy), backend.pointer(dx), height * width, channels];
  backend.pool.run('averagePoolGradient', images, fields);
  return dx;
};
