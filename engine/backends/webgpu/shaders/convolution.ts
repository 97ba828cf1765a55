import { columnMoments, columnMomentsDeclarations } from './columnMoments';
import type { MatrixUnit } from './matrixUnit';
import { tiledProduct, type Tile } from './tiledProduct';

/** Shape of a convolution but for the batch's size, which programs are given as they run. */
export interface ConvolutionShape {
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outputs: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly stride: number;
  /** Zeros on the upper and left side, in pixels. */
  readonly padTop: number;
  readonly padLeft: number;
}

/**
 * WGSL of the patches of x [B, H, W, Ci] that a convolution sees: `fn seen(pixel: u32, k: u32) -> vec4f` gives, for an
 * output pixel of the batch, four neighbouring values from k = (row · kernelWidth + column) · Ci + channel on; zero in
 * the border and past the end.
 */
export function patches(shape: ConvolutionShape): string {
  const { inputs, kernelHeight, kernelWidth } = shape;
  const depth = kernelHeight * kernelWidth * inputs;
  const whole = inputs % 4 === 0;
  const value = whole ? 'vec4f' : 'f32';
  const one = /* wgsl */ `
fn seenValue(pixel: u32, k: u32) -> ${value} {
  if (k >= ${depth}u) { return ${value}(); }
  let channel = k % ${inputs}u;
  let tap = k / ${inputs}u;
  let inImage = pixel % ${shape.outHeight * shape.outWidth}u;
  let image = pixel / ${shape.outHeight * shape.outWidth}u;
  let y = i32(inImage / ${shape.outWidth}u * ${shape.stride}u + tap / ${kernelWidth}u) - ${shape.padTop};
  let x = i32(inImage % ${shape.outWidth}u * ${shape.stride}u + tap % ${kernelWidth}u) - ${shape.padLeft};
  if (y < 0 || y >= ${shape.height} || x < 0 || x >= ${shape.width}) { return ${value}(); }
  let at = ((image * ${shape.height}u + u32(y)) * ${shape.width}u + u32(x)) * ${inputs}u + channel;
  return images[at${whole ? ' / 4u' : ''}];
}`;
  const four = whole
    ? 'return seenValue(pixel, k);'
    : 'return vec4f(seenValue(pixel, k), seenValue(pixel, k + 1u), seenValue(pixel, k + 2u), seenValue(pixel, k + 3u));';
  return /* wgsl */ `${one}
fn seen(pixel: u32, k: u32) -> vec4f {
  if (pixel >= shape.pixels) { return vec4f(); }
  ${four}
}`;
}

/** WGSL of `fn NAME(row: u32, column: u32) -> vec4f`: four values of a row of a matrix [rows, columns]; zero outside. */
export function matrixRow(name: string, buffer: string, rows: string, columns: number): string {
  const value = columns % 4 === 0;
  const body = value
    ? `return ${buffer}[(row * ${columns}u + column) / 4u];`
    : /* wgsl */ `
  var four = vec4f();
  for (var i = 0u; i < 4u; i++) {
    if (column + i < ${columns}u) { four[i] = ${buffer}[row * ${columns}u + column + i]; }
  }
  return four;`;
  return /* wgsl */ `
fn ${name}(row: u32, column: u32) -> vec4f {
  if (row >= ${rows} || column >= ${columns}u) { return vec4f(); }
  ${body}
}`;
}

/** Type of a buffer's elements where rows have so many values. */
export function elementOf(columns: number): string {
  return columns % 4 === 0 ? 'vec4f' : 'f32';
}

/** What is done with the values of a convolution as they are made. */
export interface ConvolutionEnd {
  /** WGSL: further bindings, and `storeMoments` where there are moments. */
  readonly declarations: string;
  /** WGSL: the body of `fn store(row: u32, column: u32, layer: u32, value: f32)`. */
  readonly store: string;
  /** Whether `storeMoments` is given the moments of each tile, see `columnMoments`. */
  readonly moments?: boolean;
}

/**
 * WGSL of a convolution as an implicit product, pixels × channels. Bindings: 0 x, 1 filter, then those of `end`, and
 * `shape` with the number of output pixels of the batch.
 */
export function convolutionCode(
  shape: ConvolutionShape,
  tile: Tile,
  end: ConvolutionEnd,
  multiplier: MatrixUnit | null,
): string {
  const { inputs, outputs, kernelHeight, kernelWidth } = shape;
  const depth = kernelHeight * kernelWidth * inputs;
  return tiledProduct({
    a: { along: 'depth', load: 'return seen(side, k);' },
    b: { along: 'side', load: 'return weights(k, side);' },
    rows: 'shape.pixels',
    columns: `${outputs}u`,
    depthEnd: `${depth}u`,
    declarations: /* wgsl */ `
@group(0) @binding(0) var<storage, read> images: array<${elementOf(inputs)}>;
@group(0) @binding(1) var<storage, read> filters: array<${elementOf(outputs)}>;
${end.declarations}
${end.moments ? columnMomentsDeclarations(tile) : ''}
${patches(shape)}
${matrixRow('weights', 'filters', `${depth}u`, outputs)}`,
    store: end.store,
    ...(end.moments ? { finish: (block) => columnMoments(block, tile) } : {}),
    tile,
    multiplier,
  });
}
