import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { poolInfo } from '../../poolInfo';
import { sizeOf, type GpuBackend } from '../gpuBackend';
import { elementsPerGroup } from '../shaders/elementwise';
import { channelsAtOnce, maxPoolCode, maxPoolGradientCode, type PoolShape } from '../shaders/maxPool';
import { u32 } from '../uniforms';
import { parts } from './tiles';

/** Kernel `MaxPool` of tfjs: x [B, H, W, C] → [B, Ho, Wo, C]. */
export const maxPool: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x } = inputs as { x: TensorInfo };
  const { shape, outShape } = poolShape(x, attrs);
  const gpu = backend as GpuBackend;
  const out = gpu.output(outShape);
  runOver(gpu, { name: 'maxPool', code: maxPoolCode(shape) }, [x, out], shape);
  return out;
};

/** Kernel `MaxPoolGrad` of tfjs: dy and output [B, Ho, Wo, C], input [B, H, W, C] → the gradient of input. */
export const maxPoolGrad: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, input, output } = inputs as Readonly<Record<'dy' | 'input' | 'output', TensorInfo>>;
  const { shape } = poolShape(input, attrs);
  const gpu = backend as GpuBackend;
  const dx = gpu.output(input.shape);
  const program = { name: 'maxPoolGradient', code: maxPoolGradientCode(shape) };
  runOver(gpu, program, [dy, output, input, dx], shape);
  return dx;
};

/** Queues a program over the values of the last of its tensors. */
function runOver(
  gpu: GpuBackend,
  program: { readonly name: string; readonly code: string },
  tensors: readonly TensorInfo[],
  shape: PoolShape,
): void {
  const last = tensors.at(-1);
  const elements = last ? sizeOf(last) / channelsAtOnce(shape) : 0;
  gpu.run(program, tensors, [parts(elements, elementsPerGroup)], [u32(elements)]);
}

function poolShape(x: TensorInfo, attributes: unknown): { shape: PoolShape; outShape: number[] } {
  const info = poolInfo(x, attributes);
  return {
    shape: {
      ...{ height: info.inHeight, width: info.inWidth, channels: info.inChannels },
      ...{ outHeight: info.outHeight, outWidth: info.outWidth },
      ...{ windowHeight: info.filterHeight, windowWidth: info.filterWidth },
      ...{ strideHeight: info.strideHeight, strideWidth: info.strideWidth },
      ...{ padTop: info.padInfo.top, padLeft: info.padInfo.left },
    },
    outShape: info.outShape,
  };
}
