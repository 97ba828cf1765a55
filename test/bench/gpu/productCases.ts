import { matMul, type Rank, type Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../../../engine/ops/recordOperation';
import { inAllPrecisions, inBfloat16, type GpuCase } from './gpuCase';
import type { GpuSizes } from './gpuSizes';
import { kernelCase } from './kernelCase';
import { noise } from './noise';

/** A product of two matrices, in float32 and by matrix units. */
export function productCases({ product, sample }: GpuSizes): GpuCase[] {
  const peer = ['gemm', '--size', String(product)];
  const shape = [product, product];
  const common = { unit: 'TFLOP/s', amount: (2 * product ** 3) / 1e12, sample } as const;
  return [
    kernelCase({
      ...common,
      name: `product ${product}`,
      description: `product of two matrices of ${product} × ${product}`,
      peers: inAllPrecisions(peer),
      prepare: (gpu) => {
        const [a, b] = [noise<Rank.R2>(gpu, shape), noise<Rank.R2>(gpu, shape)];
        return { tensors: [a, b], work: () => matMul(a, b).dispose() };
      },
    }),
    kernelCase({
      ...common,
      name: `product ${product}, mixed`,
      description: 'the same by matrix units, as in a layer of the head',
      peers: inBfloat16(peer),
      precision: 'mixed',
      // tfjs's own product, which probes and preprocessing use, stays in float32.
      prepare: (gpu) => {
        const inputs = { x: noise(gpu, shape), weight: noise(gpu, shape) };
        return {
          tensors: Object.values(inputs),
          work: () => runKernel<Tensor>('Dense', inputs, { relu: false }).dispose(),
        };
      },
    }),
  ];
}
