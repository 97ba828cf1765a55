import { util, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { pixelsPerChunk, takeSums } from './convolutionForward';

/** What a batch norm's gradient is made from. */
export type BatchNormGradInputs = Record<'dy' | 'out' | 'conv' | 'gamma' | 'mean' | 'variance', TensorInfo>;

/** The gradients of gain and offset, and what the pass over the data needs. */
export interface BatchNormSums {
  readonly dGamma: TensorInfo;
  readonly dBeta: TensorInfo;
  /** Fields 0 to 6 of the WebAssembly kernel `normGradient`. */
  readonly fields: readonly number[];
  /** Address of the coefficients in them, to be released after that pass. */
  readonly coefficients: number;
}

/** The first pass over the data: the sums that every pixel's gradient depends on. */
export function sumBatchNorm(
  backend: CpuBackend,
  inputs: BatchNormGradInputs,
  { relu, epsilon }: { relu: boolean; epsilon: number },
): BatchNormSums {
  const { conv } = inputs;
  const channels = conv.shape.at(-1) ?? 1;
  const pixels = util.sizeFromShape(conv.shape.slice(0, -1));
  const perChunk = pixelsPerChunk(channels);
  const chunks = Math.ceil(pixels / perChunk);

  const [dy, x, mean] = [backend.pointer(inputs.dy), backend.pointer(conv), backend.pointer(inputs.mean)];
  const mask = relu ? backend.pointer(inputs.out) : 0;
  const totals = backend.heap.allocate(chunks * 2 * channels * 8);
  backend.pool.run('normGradientSums', chunks, [dy, mask, x, mean, totals, pixels, channels, perChunk]);
  const { sum, squares: products } = takeSums(backend, totals, chunks, channels);

  const [dGamma, dBeta] = [backend.output([channels]), backend.output([channels])];
  const [dGammas, dBetas] = [backend.values(dGamma), backend.values(dBeta)];
  const stride = Math.ceil(channels / 16) * 64;
  const coefficients = backend.heap.allocate(3 * stride);
  const addresses = [0, 1, 2].map((i) => coefficients + i * stride);
  const [a, b, k] = addresses.map((address) => backend.heap.floats(address, channels));
  backend.pointer(inputs.gamma);
  backend.pointer(inputs.variance);
  const [gammas, variances] = [backend.values(inputs.gamma), backend.values(inputs.variance)];
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt((variances[c] ?? 0) + epsilon);
    const scale = (gammas[c] ?? 0) * inverse;
    dBetas[c] = sum[c] ?? 0;
    dGammas[c] = (products[c] ?? 0) * inverse;
    if (a && b && k) {
      a[c] = scale;
      b[c] = (scale * (sum[c] ?? 0)) / pixels;
      k[c] = (scale * inverse * inverse * (products[c] ?? 0)) / pixels;
    }
  }
  return { dGamma, dBeta, fields: [dy, mask, x, mean, ...addresses], coefficients };
}

/** BatchNormGrad of `engine/ops`: [dConv, dGamma, dBeta, dResidual?]. Its dy is used up. */
export const batchNormGrad: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const inputs = params.inputs as BatchNormGradInputs;
  const attrs = params.attrs as unknown as { relu: boolean; epsilon: number; hasResidual: boolean };
  const { conv } = inputs;
  const { dGamma, dBeta, fields, coefficients } = sumBatchNorm(backend, inputs, attrs);
  // The last use of dy: the gradient that it is most like takes its place.
  const dResidual = attrs.hasResidual ? backend.reuse(inputs.dy) : null;
  const dConv = attrs.hasResidual ? backend.output(conv.shape) : backend.reuse(inputs.dy);
  const channels = conv.shape.at(-1) ?? 1;
  const pixels = util.sizeFromShape(conv.shape.slice(0, -1));
  const perChunk = pixelsPerChunk(channels);
  backend.pool.run('normGradient', Math.ceil(pixels / perChunk), [
    ...fields,
    backend.pointer(dConv),
    dResidual ? backend.pointer(dResidual) : 0,
    pixels,
    channels,
    perChunk,
  ]);
  backend.heap.release(coefficients);
  return dResidual ? [dConv, dGamma, dBeta, dResidual] : [dConv, dGamma, dBeta];
};
