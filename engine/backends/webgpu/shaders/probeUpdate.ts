import {
  leastVariance,
  probeMomentum,
  relativeEpsilon,
  squaredLength,
  statisticsMomentum,
} from '../../../ops/probeUpdate';
import { columnTotal, overColumns } from './columns';
import { elementOf, matrixRow } from './convolution';
import { sumOfThreads, sumThreads } from './elementwise';
import { tiledProduct, type Tile } from './tiledProduct';

/**
 * WGSL of the running statistics of features, moved in place, and what they come to. Bindings: 0 features [rows, size], 1
 * running mean, 2 running variance, 3 seen, 4 standard [2, size] (running mean and variance over what has been seen), 5
 * uniform: size, rows. `seen` is read as it was before the step.
 */
export const probeStatisticsCode = /* wgsl */ `
struct Shape { columns: u32, rows: u32 }
@group(0) @binding(0) var<storage, read> features: array<f32>;
@group(0) @binding(1) var<storage, read_write> runningMean: array<f32>;
@group(0) @binding(2) var<storage, read_write> runningVariance: array<f32>;
@group(0) @binding(3) var<storage, read> seen: array<f32>;
@group(0) @binding(4) var<storage, read_write> standard: array<f32>;
@group(0) @binding(5) var<uniform> shape: Shape;
${overColumns}
${columnTotal('features', 'sum')}
  let mean = sum / f32(shape.rows);
  var deviations = 0.0;
  if (inside) {
    for (var row = share; row < shape.rows; row += rowStep) {
      let off = features[row * shape.columns + column] - mean;
      deviations += off * off;
    }
  }
  let variance = sumOfColumn(share, local.x, deviations) / f32(shape.rows);
  if (inside && share == 0u) {
    let all = ${moved('seen[0]', '1.0')};
    let average = ${moved('runningMean[column]', 'mean')};
    let spread = ${moved('runningVariance[column]', 'variance')};
    runningMean[column] = average;
    runningVariance[column] = spread;
    standard[column] = average / all;
    standard[shape.columns + column] = spread / all;
  }
}`;

function moved(running: string, value: string): string {
  return `(${statisticsMomentum} * ${running} + ${1 - statisticsMomentum} * ${value})`;
}

/**
 * WGSL of what features are multiplied by, in place of the variances. Bindings: 0 standard [2, size], 1 seen, which moves, 2
 * uniform: size. One workgroup.
 */
export const probeScalesCode = /* wgsl */ `
struct Shape { size: u32 }
@group(0) @binding(0) var<storage, read_write> standard: array<f32>;
@group(0) @binding(1) var<storage, read_write> seen: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32) {
  var own = 0.0;
  for (var i = thread; i < shape.size; i += ${sumThreads}u) { own += standard[shape.size + i]; }
  let floor = sumOfThreads(thread, own) / f32(shape.size) * ${relativeEpsilon} + ${leastVariance};
  let length = sqrt(${squaredLength}.0 / f32(shape.size));
  for (var i = thread; i < shape.size; i += ${sumThreads}u) {
    standard[shape.size + i] = inverseSqrt(standard[shape.size + i] + floor) * length;
  }
  if (thread == 0u) { seen[0] = ${moved('seen[0]', '1.0')}; }
}`;

/** WGSL of four standardised values of a row of the features; `standard` has their means and their scales. */
function standardizedRow(size: number): string {
  const quads = size % 4 === 0;
  const at = (row: number) =>
    quads ? `standard[(${row * size}u + column) / 4u]` : `scaled(${row * size}u, column)`;
  return /* wgsl */ `
${matrixRow('raw', 'features', 'shape.rows', size)}
${
  quads
    ? ''
    : /* wgsl */ `
fn scaled(first: u32, column: u32) -> vec4f {
  var four = vec4f();
  for (var i = 0u; i < 4u; i++) { if (column + i < ${size}u) { four[i] = standard[first + column + i]; } }
  return four;
}`
}
fn standardized(row: u32, column: u32) -> vec4f {
  if (row >= shape.rows || column >= ${size}u) { return vec4f(); }
  return (raw(row, column) - ${at(0)}) * ${at(1)};
}`;
}

/**
 * WGSL of the logits. Bindings: 0 features [rows, size], 1 standard [2, size], 2 weight [size, classes], 3 bias, 4 logits
 * [rows, classes], 5 `shape` with the rows.
 */
export function probeLogitsCode(size: number, classes: number, tile: Tile): string {
  return tiledProduct({
    a: { along: 'depth', load: 'return standardized(side, k);' },
    b: { along: 'side', load: 'return weights(k, side);' },
    rows: 'shape.rows',
    columns: `${classes}u`,
    depthEnd: `${size}u`,
    declarations: /* wgsl */ `
struct Shape { rows: u32 }
@group(0) @binding(0) var<storage, read> features: array<${elementOf(size)}>;
@group(0) @binding(1) var<storage, read> standard: array<${elementOf(size)}>;
@group(0) @binding(2) var<storage, read> weight: array<${elementOf(classes)}>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> logits: array<f32>;
@group(0) @binding(5) var<uniform> shape: Shape;
${standardizedRow(size)}
${matrixRow('weights', 'weight', `${size}u`, classes)}`,
    store: `logits[row * ${classes}u + column] = value + bias[column];`,
    tile,
  });
}

/**
 * WGSL of a step of the weights, in place. Bindings: 0 features, 1 standard [2, size], 2 residual [rows, classes], 3 weight, 4
 * velocity, 5 `shape`: rows, learning rate.
 */
export function probeWeightCode(size: number, classes: number, tile: Tile): string {
  return tiledProduct({
    a: { along: 'side', load: 'return standardized(k, side);' },
    b: { along: 'side', load: 'return wrong(k, side);' },
    rows: `${size}u`,
    columns: `${classes}u`,
    depthEnd: 'shape.rows',
    declarations: /* wgsl */ `
struct Shape { rows: u32, rate: f32 }
@group(0) @binding(0) var<storage, read> features: array<${elementOf(size)}>;
@group(0) @binding(1) var<storage, read> standard: array<${elementOf(size)}>;
@group(0) @binding(2) var<storage, read> residual: array<${elementOf(classes)}>;
@group(0) @binding(3) var<storage, read_write> weight: array<f32>;
@group(0) @binding(4) var<storage, read_write> velocity: array<f32>;
@group(0) @binding(5) var<uniform> shape: Shape;
${standardizedRow(size)}
${matrixRow('wrong', 'residual', 'shape.rows', classes)}`,
    store: descend(`row * ${classes}u + column`, 'weight'),
    tile,
  });
}

/** WGSL of a step of the bias, in place. Bindings: 0 residual, 1 bias, 2 velocity, 3 uniform: classes, rows, learning rate. */
export const probeBiasCode = /* wgsl */ `
struct Shape { columns: u32, rows: u32, rate: f32 }
@group(0) @binding(0) var<storage, read> residual: array<f32>;
@group(0) @binding(1) var<storage, read_write> bias: array<f32>;
@group(0) @binding(2) var<storage, read_write> velocity: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${overColumns}
${columnTotal('residual', 'value')}
  if (inside && share == 0u) { ${descend('column', 'bias')} }
}`;

function descend(at: string, parameter: string): string {
  return /* wgsl */ `
  let next = ${probeMomentum} * velocity[${at}] + value;
  velocity[${at}] = next;
  ${parameter}[${at}] -= shape.rate * next;`;
}
