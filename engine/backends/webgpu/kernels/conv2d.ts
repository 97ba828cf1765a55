import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../gpuBackend';
import type { ConvolutionShape } from '../shaders/convolution';
import { filterGradientCode, inputGradientCode, sumLayersCode } from '../shaders/convolutionGradients';
import { elementsPerGroup } from '../shaders/elementwise';
import { tileDepthOf } from '../shaders/tiledProduct';
import { u32 } from '../uniforms';
import { convolve, pixelsOf } from './convolve';
import { parts, tilesOf } from './tiles';
import { convolutionShape, outputShape, type ConvolutionAttributes } from './convolutionShape';

/** Workgroups that keep a large GPU busy: the filter's gradient is split over pixels until it has as many. */
const wantedGroups = 1024;
/** Pixels of a layer at least. */
const pixelsPerLayer = 256;

/** Kernel `Conv2D` of tfjs: x [B, H, W, Ci], filter [kh, kw, Ci, Co] → [B, Ho, Wo, Co]. */
export const conv2d: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
  const found = convolutionShape(x.shape, filter.shape, attrs as unknown as ConvolutionAttributes);
  const gpu = backend as GpuBackend;
  const out = gpu.output(outputShape(found));
  const { outputs } = found.shape;
  convolve(gpu, 'convolution', [x, filter], found, gpu.tileFor(pixelsOf(found), outputs), {
    tensors: [{ name: 'result', tensor: out, access: 'read_write' }],
    store: `result[row * ${outputs}u + column] = value;`,
  });
  return out;
};

/** Kernel `Conv2DBackpropFilter` of tfjs. */
export const conv2dBackpropFilter: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
  const { filterShape, ...attributes } = attrs as unknown as ConvolutionAttributes & {
    filterShape: number[];
  };
  const { shape, batch } = convolutionShape(x.shape, filterShape, attributes);
  return filterGradient(backend as GpuBackend, x, dy, filterShape, shape, batch);
};

/** Gradient of a filter, [kh, kw, Ci, Co]. */
export function filterGradient(
  gpu: GpuBackend,
  x: TensorInfo,
  dy: TensorInfo,
  filterShape: number[],
  shape: ConvolutionShape,
  batch: number,
): TensorInfo {
  const pixels = batch * shape.outHeight * shape.outWidth;
  const size = shape.kernelHeight * shape.kernelWidth * shape.inputs;
  const tile = gpu.tileFor(size, shape.outputs);
  const groups = tilesOf(size, shape.outputs, tile);
  const layers = Math.max(1, Math.min(Math.floor(wantedGroups / groups), Math.ceil(pixels / pixelsPerLayer)));
  // Whole tiles: a layer's last one would reach into the next layer.
  const depth = tileDepthOf(gpu.multiplier);
  const perLayer = Math.ceil(pixels / layers / depth) * depth;
  const out = gpu.output(filterShape);
  const partial = layers === 1 ? out : gpu.output([layers, ...filterShape]);
  const program = { name: 'filterGradient', code: filterGradientCode(shape, tile, gpu.multiplier) };
  gpu.run(program, [x, dy, partial, ...gpu.scaling], [groups, layers], [u32(pixels), u32(perLayer)]);
  if (layers > 1) {
    const values = size * shape.outputs;
    const program = { name: 'sumLayers', code: sumLayersCode };
    gpu.run(program, [partial, out], [parts(values, elementsPerGroup)], [u32(values), u32(layers)]);
    gpu.disposeData(partial.dataId);
  }
  return out;
}

/** Kernel `Conv2DBackpropInput` of tfjs. */
export const conv2dBackpropInput: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
  const { inputShape, ...attributes } = attrs as unknown as ConvolutionAttributes & { inputShape: number[] };
  const { shape, batch } = convolutionShape(inputShape, filter.shape, attributes);
  return inputGradient(backend as GpuBackend, dy, filter, inputShape, shape, batch);
};

/** Gradient of a convolution's input, [B, H, W, Ci]. */
export function inputGradient(
  gpu: GpuBackend,
  dy: TensorInfo,
  filter: TensorInfo,
  inputShape: number[],
  shape: ConvolutionShape,
  batch: number,
): TensorInfo {
  const { stride } = shape;
  const out = gpu.output(inputShape);
  // Of the first parity, which has the most pixels.
  const pixels = batch * Math.ceil(shape.height / stride) * Math.ceil(shape.width / stride);
  const tile = gpu.tileFor(pixels, shape.inputs);
  const groups = tilesOf(pixels, shape.inputs, tile);
  const program = { name: 'inputGradient', code: inputGradientCode(shape, tile, gpu.multiplier) };
  gpu.run(program, [dy, filter, out, ...gpu.scaling], [groups, stride ** 2], [u32(batch)]);
  return out;
}
