import { dispose, type Rank, type Tensor } from '@tensorflow/tfjs-core';
import { parts } from '../../../engine/backends/webgpu/kernels/tiles';
import { elementsPerGroup } from '../../../engine/backends/webgpu/shaders/elementwise';
import { normalizeCode } from '../../../engine/backends/webgpu/shaders/normalize';
import { f32, u32 } from '../../../engine/backends/webgpu/uniforms';
import { ntXentWithGradient } from '../../../engine/ops/ntXent';
import { runKernel } from '../../../engine/ops/recordOperation';
import { inAllPrecisions, type GpuCase } from './gpuCase';
import type { GpuSizes } from './gpuSizes';
import { kernelCase } from './kernelCase';
import { noise } from './noise';

const epsilon = 1e-5;
/** Size of z. */
const PROJECTION = 128;

/** The kernels beside the convolutions, the products and the updates. */
export function kernelCases(sizes: GpuSizes): GpuCase[] {
  return [
    ...sizes.batchNorms.flatMap(({ rows, channels }) => [
      normalizeCase(rows, channels, sizes),
      batchNormGradientCase(rows, channels, sizes),
    ]),
    ...sizes.ntXent.map((views) => ntXentCase(views, sizes)),
  ];
}

/** A tensor of a convolution's output as gigabytes. */
const gigabytes = (rows: number, channels: number) => (4 * rows * channels) / 1e9;

/** The pass that is left once a convolution has put out its moments: batch norm and ReLU. */
function normalizeCase(rows: number, channels: number, { sample }: GpuSizes): GpuCase {
  return kernelCase({
    name: `batch norm ${rows} × ${channels} forward`,
    description: `batch norm and ReLU of ${rows} × ${channels} values whose moments are known: one read, one write`,
    unit: 'GB/s',
    peers: {},
    amount: 2 * gigabytes(rows, channels),
    sample,
    prepare: (gpu) => {
      const conv = noise(gpu, [rows, channels]);
      const each = Array.from({ length: 4 }, () => noise(gpu, [channels]));
      const elements = (rows * channels) / (channels % 4 === 0 ? 4 : 1);
      const program = { name: 'normalize', code: normalizeCode({ channels, relu: true, residual: false }) };
      const work = () => {
        const out = gpu.output([rows, channels]);
        const uniforms = [u32(elements), f32(epsilon)];
        gpu.run(program, [conv, ...each, out], [parts(elements, elementsPerGroup)], uniforms);
        gpu.disposeData(out.dataId);
      };
      return { tensors: [conv, ...each], work };
    },
  });
}

function batchNormGradientCase(rows: number, channels: number, { sample }: GpuSizes): GpuCase {
  return kernelCase({
    name: `batch norm ${rows} × ${channels} backward`,
    description: `gradient of batch norm and ReLU of ${rows} × ${channels} values: three tensors read twice, one written`,
    unit: 'GB/s',
    peers: {},
    amount: 7 * gigabytes(rows, channels),
    sample,
    prepare: (gpu) => {
      const [dy, out, conv] = [0, 1, 2].map(() => noise(gpu, [rows, 1, 1, channels])) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      const [gamma, mean, variance] = [0, 1, 2].map(() => noise(gpu, [channels])) as [Tensor, Tensor, Tensor];
      const inputs = { dy, out, conv, gamma, mean, variance };
      const attributes = { relu: true, epsilon, hasResidual: false };
      return {
        tensors: Object.values(inputs),
        work: () => dispose(runKernel<Tensor[]>('BatchNormGrad', inputs, attributes)),
      };
    },
  });
}

function ntXentCase(views: number, { sample }: GpuSizes): GpuCase {
  return kernelCase({
    name: `NT-Xent ${views}`,
    description: `NT-Xent and its gradient, ${views} views, z of ${PROJECTION}`,
    unit: 'views/s',
    peers: inAllPrecisions(['ntxent', '--batch', String(views / 2), '--size', String(PROJECTION)]),
    amount: views,
    sample,
    prepare: (gpu) => {
      const z = noise<Rank.R2>(gpu, [views, PROJECTION]);
      const work = () => {
        const { loss, contrastiveAccuracy, gradient } = ntXentWithGradient(z, {
          ...{ temperature: 0.5, normalize: true },
        });
        dispose([loss, contrastiveAccuracy, gradient]);
      };
      return { tensors: [z], work };
    },
  });
}
