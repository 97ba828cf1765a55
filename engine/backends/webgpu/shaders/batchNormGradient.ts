import { overElements } from './elementwise';
import { elementOf } from './convolution';
import { groupIndex, groupParameters } from './groupIndex';

interface GradientOptions {
  readonly channels: number;
  readonly relu: boolean;
}

/** Threads of a workgroup of the sums; they share the rows of as many elements of a row as there are, at most 64. */
const threads = 256;

/** Elements of a row that a workgroup of the sums has. */
function elementsOf(channels: number): number {
  return Math.min(64, channels % 4 === 0 ? channels / 4 : channels);
}

/** Workgroups beside each other for all channels of a row. */
export function sumColumns(channels: number): number {
  const perRow = channels % 4 === 0 ? channels / 4 : channels;
  return Math.ceil(perRow / elementsOf(channels));
}

/** WGSL of d: the gradient behind the ReLU. */
function behindRelu({ channels, relu }: GradientOptions): string {
  const element = elementOf(channels);
  return /* wgsl */ `
fn behindRelu(at: u32) -> ${element} {
  ${relu ? `return select(${element}(), dy[at], out[at] > ${element}());` : 'return dy[at];'}
}`;
}

const inputs = ({ channels, relu }: GradientOptions) => /* wgsl */ `
@group(0) @binding(0) var<storage, read> dy: array<${elementOf(channels)}>;
@group(0) @binding(1) var<storage, read> conv: array<${elementOf(channels)}>;
@group(0) @binding(2) var<storage, read> mean: array<${elementOf(channels)}>;
@group(0) @binding(3) var<storage, read> variance: array<${elementOf(channels)}>;
${relu ? `@group(0) @binding(4) var<storage, read> out: array<${elementOf(channels)}>;` : ''}`;

/**
 * WGSL of the sums of a batch norm's gradient, Σ d and Σ d · x̂ of each channel, over the rows of a layer each.
 * Bindings: those of `inputs`, then partial [layers, 2, C], then a uniform: rows, rows of a layer, epsilon.
 */
export function gradientSumsCode(options: GradientOptions): string {
  const { channels, relu } = options;
  const element = elementOf(channels);
  const perRow = element === 'f32' ? channels : channels / 4;
  const elements = elementsOf(channels);
  const shares = Math.floor(threads / elements);
  return /* wgsl */ `
struct Shape { rows: u32, perLayer: u32, epsilon: f32 }
${inputs(options)}
@group(0) @binding(${relu ? 5 : 4}) var<storage, read_write> partial: array<${element}>;
@group(0) @binding(${relu ? 6 : 5}) var<uniform> shape: Shape;
${behindRelu(options)}
${groupIndex}

var<workgroup> sums: array<${element}, ${shares * elements}>;
var<workgroup> products: array<${element}, ${shares * elements}>;

@compute @workgroup_size(${shares * elements})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let share = thread / ${elements}u;
  let channel = groupIndex(group, groups) * ${elements}u + thread % ${elements}u;
  var sum = ${element}();
  var product = ${element}();
  if (channel < ${perRow}u) {
    let center = mean[channel];
    let scale = inverseSqrt(variance[channel] + shape.epsilon);
    let end = min(shape.rows, (group.z + 1u) * shape.perLayer);
    for (var row = group.z * shape.perLayer + share; row < end; row += ${shares}u) {
      let at = row * ${perRow}u + channel;
      let d = behindRelu(at);
      sum += d;
      product += d * (conv[at] - center) * scale;
    }
  }
  sums[thread] = sum;
  products[thread] = product;
  workgroupBarrier();
  if (share > 0u || channel >= ${perRow}u) { return; }
  for (var i = 1u; i < ${shares}u; i++) {
    sum += sums[i * ${elements}u + thread];
    product += products[i * ${elements}u + thread];
  }
  partial[group.z * ${2 * perRow}u + channel] = sum;
  partial[group.z * ${2 * perRow}u + ${perRow}u + channel] = product;
}`;
}

/** Threads of a workgroup that joins the sums, of one channel each. */
export const channelsPerGroup = 64;

/**
 * WGSL that joins the sums of the layers. Bindings: 0 partial [layers, 2, C], 1 mean, 2 variance, 3 gamma, 4 dBeta = Σ d,
 * 5 dGamma = Σ d · x̂, 6 coefficients [4, C]: mean, a, b, c with dConv = a · d + b · (conv − mean) + c; then a uniform:
 * channels, layers, rows, epsilon.
 */
export const joinGradientSumsCode = /* wgsl */ `
struct Shape { channels: u32, layers: u32, rows: f32, epsilon: f32 }
@group(0) @binding(0) var<storage, read> partial: array<f32>;
@group(0) @binding(1) var<storage, read> mean: array<f32>;
@group(0) @binding(2) var<storage, read> variance: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<f32>;
@group(0) @binding(4) var<storage, read_write> dBeta: array<f32>;
@group(0) @binding(5) var<storage, read_write> dGamma: array<f32>;
@group(0) @binding(6) var<storage, read_write> coefficients: array<f32>;
@group(0) @binding(7) var<uniform> shape: Shape;
${groupIndex}

@compute @workgroup_size(${channelsPerGroup})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let channel = groupIndex(group, groups) * ${channelsPerGroup}u + thread;
  let channels = shape.channels;
  if (channel >= channels) { return; }
  var sum = 0.0;
  var product = 0.0;
  for (var layer = 0u; layer < shape.layers; layer++) {
    sum += partial[2u * layer * channels + channel];
    product += partial[(2u * layer + 1u) * channels + channel];
  }
  dBeta[channel] = sum;
  dGamma[channel] = product;
  let inverse = inverseSqrt(variance[channel] + shape.epsilon);
  let scale = gamma[channel] * inverse;
  coefficients[channel] = mean[channel];
  coefficients[channels + channel] = scale;
  coefficients[2u * channels + channel] = -scale * inverse * product / shape.rows;
  coefficients[3u * channels + channel] = -scale * sum / shape.rows;
}`;

/**
 * WGSL of a batch norm's gradient once its sums are known. Bindings: 0 dy, 1 conv, 2 coefficients as
 * `joinGradientSumsCode` makes them, 3 dConv, with relu out, with residual dResidual, then a uniform: elements.
 */
export function batchNormGradientCode({
  channels,
  relu,
  residual,
}: GradientOptions & { readonly residual: boolean }): string {
  const element = elementOf(channels);
  const perRow = element === 'f32' ? channels : channels / 4;
  return /* wgsl */ `
struct Shape { elements: u32 }
@group(0) @binding(0) var<storage, read> dy: array<${element}>;
@group(0) @binding(1) var<storage, read> conv: array<${element}>;
@group(0) @binding(2) var<storage, read> coefficients: array<${element}>;
@group(0) @binding(3) var<storage, read_write> dConv: array<${element}>;
${relu ? `@group(0) @binding(4) var<storage, read> out: array<${element}>;` : ''}
${residual ? `@group(0) @binding(${relu ? 5 : 4}) var<storage, read_write> dResidual: array<${element}>;` : ''}
@group(0) @binding(${4 + Number(relu) + Number(residual)}) var<uniform> shape: Shape;
${behindRelu({ channels, relu })}
${overElements}
  let channel = at % ${perRow}u;
  let d = behindRelu(at);
  ${residual ? 'dResidual[at] = d;' : ''}
  let centered = conv[at] - coefficients[channel];
  dConv[at] = coefficients[${perRow}u + channel] * d + coefficients[${2 * perRow}u + channel] * centered
    + coefficients[${3 * perRow}u + channel];
}`;
}
