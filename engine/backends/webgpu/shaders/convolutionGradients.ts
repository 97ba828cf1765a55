import { elementOf, matrixRow, patches, type ConvolutionShape } from './convolution';
import { overElements } from './elementwise';
import { lossScaleBinding } from './lossScale';
import type { MatrixUnit } from './matrixUnit';
import { tiledProduct, type Tile } from './tiledProduct';

/**
 * WGSL of the filter's gradient: dFilter[k, co] = Σ over pixels of patch(pixel, k) · dy[pixel, co], the pixels split
 * over layers that are summed afterwards. Bindings: 0 x, 1 dy [B, Ho, Wo, Co], 2 partial [layers, K, Co], with a
 * multiplier the loss scale, then `shape` with the number of pixels and that of a layer.
 */
export function filterGradientCode(
  shape: ConvolutionShape,
  tile: Tile,
  multiplier: MatrixUnit | null,
): string {
  const { inputs, outputs, kernelHeight, kernelWidth } = shape;
  const size = kernelHeight * kernelWidth * inputs;
  return tiledProduct({
    a: { along: 'side', load: 'return seen(k, side);' },
    b: { along: 'side', load: 'return gradient(k, side);', scaled: true },
    rows: `${size}u`,
    columns: `${outputs}u`,
    depthBegin: 'layer * shape.perLayer',
    depthEnd: 'min(shape.pixels, (layer + 1u) * shape.perLayer)',
    declarations: /* wgsl */ `
struct Shape { pixels: u32, perLayer: u32 }
@group(0) @binding(0) var<storage, read> images: array<${elementOf(inputs)}>;
@group(0) @binding(1) var<storage, read> dy: array<${elementOf(outputs)}>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;
${multiplier ? lossScaleBinding(3) : ''}
@group(0) @binding(${multiplier ? 4 : 3}) var<uniform> shape: Shape;
${patches(shape)}
${matrixRow('gradient', 'dy', 'shape.pixels', outputs)}`,
    store: `partial[(layer * ${size}u + row) * ${outputs}u + column] = value;`,
    tile,
    multiplier,
  });
}

/**
 * WGSL of the input's gradient: dX[pixel, ci] = Σ over taps and channels of dy at the output pixel that saw this one
 * through the tap, times filter[tap, ci, co]. With a stride, pixels of one parity (of `stride²`) see the same taps: each
 * is a layer of its own, and no multiplication by a zero between the pixels is done.
 * Bindings: 0 dy, 1 filter, 2 dX [B, H, W, Ci], with a multiplier the loss scale, then `shape` with the size of the batch.
 */
export function inputGradientCode(
  shape: ConvolutionShape,
  tile: Tile,
  multiplier: MatrixUnit | null,
): string {
  const { height, width, inputs, outHeight, outWidth, outputs, kernelHeight, kernelWidth, stride } = shape;
  const quadOutputs = Math.ceil(outputs / 4) * 4;
  const whole = outputs % 4 === 0;
  const four = (buffer: string, at: string) =>
    whole
      ? `return ${buffer}[(${at} + channel) / 4u];`
      : /* wgsl */ `
  var values = vec4f();
  for (var i = 0u; i < 4u; i++) {
    if (channel + i < ${outputs}u) { values[i] = ${buffer}[${at} + channel + i]; }
  }
  return values;`;
  return tiledProduct({
    a: { along: 'depth', load: 'return gradient(side, k);', scaled: true },
    b: { along: 'depth', load: 'return weights(side, k);' },
    rows: 'shape.batch * rowsOf(layer) * columnsOf(layer)',
    columns: `${inputs}u`,
    depthEnd: `tapsOf(phaseY(layer), ${kernelHeight}u) * tapsOf(phaseX(layer), ${kernelWidth}u) * ${quadOutputs}u`,
    declarations: /* wgsl */ `
struct Shape { batch: u32 }
@group(0) @binding(0) var<storage, read> dy: array<${elementOf(outputs)}>;
@group(0) @binding(1) var<storage, read> filters: array<${elementOf(outputs)}>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
${multiplier ? lossScaleBinding(3) : ''}
@group(0) @binding(${multiplier ? 4 : 3}) var<uniform> shape: Shape;

var<private> parity: u32;

/** Of the pixels of a layer, the first tap that meets an output; the others follow at steps of the stride. */
fn phaseY(layer: u32) -> u32 { return (layer / ${stride}u + ${shape.padTop}u) % ${stride}u; }
fn phaseX(layer: u32) -> u32 { return (layer % ${stride}u + ${shape.padLeft}u) % ${stride}u; }
fn tapsOf(phase: u32, taps: u32) -> u32 { return (max(taps, phase) - phase + ${stride - 1}u) / ${stride}u; }
fn rowsOf(layer: u32) -> u32 { return (${height}u + ${stride - 1}u - layer / ${stride}u) / ${stride}u; }
fn columnsOf(layer: u32) -> u32 { return (${width}u + ${stride - 1}u - layer % ${stride}u) / ${stride}u; }

/** Image, row and column of a row of the product. */
fn pixelOf(row: u32) -> vec3u {
  let perRow = columnsOf(parity);
  let perImage = rowsOf(parity) * perRow;
  let inImage = row % perImage;
  return vec3u(
    row / perImage,
    inImage / perRow * ${stride}u + parity / ${stride}u,
    inImage % perRow * ${stride}u + parity % ${stride}u,
  );
}

/** Row and column of the filter that step k of the depth is about. */
fn tapOf(k: u32) -> vec2u {
  let tap = k / ${quadOutputs}u;
  let perRow = max(1u, tapsOf(phaseX(parity), ${kernelWidth}u));
  return vec2u(tap / perRow * ${stride}u + phaseY(parity), tap % perRow * ${stride}u + phaseX(parity));
}

fn gradient(row: u32, k: u32) -> vec4f {
  let pixel = pixelOf(row);
  let tap = tapOf(k);
  let channel = k % ${quadOutputs}u;
  if (pixel.x >= shape.batch || tap.x >= ${kernelHeight}u) { return vec4f(); }
  // A multiple of the stride by the choice of the taps.
  let y = (i32(pixel.y + ${shape.padTop}u) - i32(tap.x)) / ${stride};
  let x = (i32(pixel.z + ${shape.padLeft}u) - i32(tap.y)) / ${stride};
  if (i32(pixel.y + ${shape.padTop}u) < i32(tap.x) || y >= ${outHeight} || i32(pixel.z + ${shape.padLeft}u) < i32(tap.y) || x >= ${outWidth}) {
    return vec4f();
  }
  ${four('dy', `((pixel.x * ${outHeight}u + u32(y)) * ${outWidth}u + u32(x)) * ${outputs}u`)}
}

fn weights(input: u32, k: u32) -> vec4f {
  let tap = tapOf(k);
  let channel = k % ${quadOutputs}u;
  if (input >= ${inputs}u || tap.x >= ${kernelHeight}u) { return vec4f(); }
  ${four('filters', `((tap.x * ${kernelWidth}u + tap.y) * ${inputs}u + input) * ${outputs}u`)}
}`,
    begin: 'parity = layer;',
    store: /* wgsl */ `
  let pixel = pixelOf(row);
  dx[((pixel.x * ${height}u + pixel.y) * ${width}u + pixel.z) * ${inputs}u + column] = value;`,
    tile,
    multiplier,
  });
}

/** WGSL that sums layers [layers, size] to [size]. Bindings: 0 layers, 1 sum, 2 uniform with size and layers. */
export const sumLayersCode = /* wgsl */ `
struct Shape { elements: u32, layers: u32 }
@group(0) @binding(0) var<storage, read> layers: array<f32>;
@group(0) @binding(1) var<storage, read_write> sum: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${overElements}
  var total = 0.0;
  for (var layer = 0u; layer < shape.layers; layer++) { total += layers[layer * shape.elements + at]; }
  sum[at] = total;
}`;
