import { elementOf, matrixRow } from './convolution';
import { sumOfThreads, sumThreads } from './elementwise';
import { each } from './each';
import { groupIndex, groupParameters } from './groupIndex';
import { threadsASide, tiledProduct, type ThreadBlock, type Tile } from './tiledProduct';

/** Less than any logit; WGSL has no infinity. */
const none = '-3e38';

/**
 * WGSL that makes rows unit vectors. Bindings: 0 z [R, D], 1 u [R, D], 2 inverse lengths [R], 3 uniform: R, D, the
 * least length of a row that is not zero. A workgroup a row.
 */
export const unitRowsCode = /* wgsl */ `
struct Shape { rows: u32, size: u32, least: f32 }
@group(0) @binding(0) var<storage, read> z: array<f32>;
@group(0) @binding(1) var<storage, read_write> unit: array<f32>;
@group(0) @binding(2) var<storage, read_write> inverse: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${groupIndex}
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let row = groupIndex(group, groups);
  if (row >= shape.rows) { return; }
  var square = 0.0;
  for (var i = thread; i < shape.size; i += ${sumThreads}u) {
    square += z[row * shape.size + i] * z[row * shape.size + i];
  }
  let length = sqrt(sumOfThreads(thread, square));
  let scale = select(0.0, 1.0 / length, length > shape.least);
  for (var i = thread; i < shape.size; i += ${sumThreads}u) {
    unit[row * shape.size + i] = z[row * shape.size + i] * scale;
  }
  if (thread == 0u) { inverse[row] = scale; }
}`;

/** The tile of similarities. */
export const similarityTile: Tile = { rows: 64, columns: 64 };

/** Similarities of `shape.count` rows, from `shape.first` on, to all. */
const similarities = (size: number) => ({
  a: { along: 'depth', load: 'return vectors(shape.first + side, k);' } as const,
  b: { along: 'depth', load: 'return vectors(side, k);' } as const,
  rows: 'shape.count',
  columns: 'shape.rows',
  depthEnd: `${size}u`,
  tile: similarityTile,
});

/**
 * WGSL of what the losses of some rows need of each tile of similarities: the largest logit, the sum of exponentials less
 * that, and the largest of the negatives. Bindings: 0 u [R, D], 1 partial [column tiles, 3, rows of the share], 2 `shape`: R,
 * 1 / τ, first row of the share and its rows.
 */
export function similaritySharesCode(size: number): string {
  const { rows } = similarityTile;
  return tiledProduct({
    ...similarities(size),
    declarations: /* wgsl */ `
struct Shape { rows: u32, inverseTemperature: f32, first: u32, count: u32 }
@group(0) @binding(0) var<storage, read> u: array<${elementOf(size)}>;
@group(0) @binding(1) var<storage, read_write> partial: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
var<workgroup> rowShares: array<f32, ${rows * threadsASide}>;
${matrixRow('vectors', 'u', 'shape.rows', size)}`,
    finish: rowShares,
  });
}

/** The threads of a row join what they have of it, three times. */
function rowShares(block: ThreadBlock): string {
  const perRow = (write: (i: number) => string) => each(block.rows, write);
  const share = (i: number) => `rowShares[(${block.row(i)}) * ${threadsASide}u + threadColumn]`;
  const overRow = (i: number, begin: string, join: (of: string) => string, into: string) => /* wgsl */ `
    var ${into} = ${begin};
    for (var at = 0u; at < ${threadsASide}u; at++) {
      let held = rowShares[(${block.row(i)}) * ${threadsASide}u + at];
      ${into} = ${join('held')};
    }`;
  /** Code for each value of a row that counts. */
  const values = (i: number, write: (value: string) => string, negativesOnly = false) =>
    each(
      block.columns,
      (j) => /* wgsl */ `{
      let column = firstColumn + ${block.column(j)};
      if (column < columnCount && column != view${i}${negativesOnly ? ` && column != positive${i}` : ''}) {
        let logit = ${block.value(i, j)} * shape.inverseTemperature;
        ${write('logit')}
      }
    }`,
    );
  const largest = (of: string) => `max(largest, ${of})`;
  return /* wgsl */ `
  let half = shape.rows / 2u;
  ${perRow(
    (i) => /* wgsl */ `
    let row${i} = firstRow + ${block.row(i)};
    let view${i} = shape.first + row${i};
    let positive${i} = select(view${i} - half, view${i} + half, view${i} < half);
    { var most = ${none}; ${values(i, (logit) => `most = max(most, ${logit});`)} ${share(i)} = most; }`,
  )}
  workgroupBarrier();
  ${perRow((i) => overRow(i, none, (of) => `max(most${i}, ${of})`, `most${i}`))}
  workgroupBarrier();
  ${perRow(
    (i) => /* wgsl */ `
    { var sum = 0.0; ${values(i, (logit) => `sum += exp(${logit} - most${i});`)} ${share(i)} = sum; }`,
  )}
  workgroupBarrier();
  ${perRow((i) => overRow(i, '0.0', (of) => `sum${i} + ${of}`, `sum${i}`))}
  workgroupBarrier();
  ${perRow(
    (i) => /* wgsl */ `
    { var most = ${none}; ${values(i, (logit) => `most = max(most, ${logit});`, true)} ${share(i)} = most; }`,
  )}
  workgroupBarrier();
  if (threadColumn == 0u) {
    ${perRow(
      (i) => /* wgsl */ `if (row${i} < rowCount) {
      ${overRow(i, none, largest, 'largest')}
      partial[3u * columnTile * rowCount + row${i}] = most${i};
      partial[(3u * columnTile + 1u) * rowCount + row${i}] = sum${i};
      partial[(3u * columnTile + 2u) * rowCount + row${i}] = largest;
    }`,
    )}
  }`;
}

/**
 * WGSL that joins the tiles of each of some rows. Bindings: 0 u, 1 partial, 2 the logarithms of the sums of exponentials [R],
 * 3 losses and hits [2, R], 4 uniform: R, 1 / τ, first row of the share and its rows, D, tiles. A workgroup a row.
 */
export const joinSharesCode = /* wgsl */ `
struct Shape { rows: u32, inverseTemperature: f32, first: u32, count: u32, size: u32, tiles: u32 }
@group(0) @binding(0) var<storage, read> u: array<f32>;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<storage, read_write> logSums: array<f32>;
@group(0) @binding(3) var<storage, read_write> outcomes: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;
${groupIndex}
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let row = groupIndex(group, groups);
  if (row >= shape.count) { return; }
  let view = shape.first + row;
  let half = shape.rows / 2u;
  let other = select(view - half, view + half, view < half);
  var product = 0.0;
  for (var i = thread; i < shape.size; i += ${sumThreads}u) {
    product += u[view * shape.size + i] * u[other * shape.size + i];
  }
  let positive = sumOfThreads(thread, product) * shape.inverseTemperature;
  if (thread > 0u) { return; }
  var most = ${none};
  var negative = ${none};
  for (var tile = 0u; tile < shape.tiles; tile++) {
    most = max(most, partial[3u * tile * shape.count + row]);
    negative = max(negative, partial[(3u * tile + 2u) * shape.count + row]);
  }
  var sum = 0.0;
  for (var tile = 0u; tile < shape.tiles; tile++) {
    sum += partial[(3u * tile + 1u) * shape.count + row] * exp(partial[3u * tile * shape.count + row] - most);
  }
  let logSum = most + log(sum);
  logSums[view] = logSum;
  outcomes[view] = logSum - positive;
  outcomes[shape.rows + view] = select(0.0, 1.0, positive > negative);
}`;

/** WGSL of the means of losses and hits. Bindings: 0 both [2, R], 1 loss, 2 accuracy, 3 uniform: R. One workgroup. */
export const meanOutcomesCode = /* wgsl */ `
struct Shape { rows: u32 }
@group(0) @binding(0) var<storage, read> outcomes: array<f32>;
@group(0) @binding(1) var<storage, read_write> loss: array<f32>;
@group(0) @binding(2) var<storage, read_write> accuracy: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32) {
  var losses = 0.0;
  var hits = 0.0;
  for (var row = thread; row < shape.rows; row += ${sumThreads}u) {
    losses += outcomes[row];
    hits += outcomes[shape.rows + row];
  }
  let lossSum = sumOfThreads(thread, losses);
  let hitSum = sumOfThreads(thread, hits);
  if (thread == 0u) {
    loss[0] = lossSum / f32(shape.rows);
    accuracy[0] = hitSum / f32(shape.rows);
  }
}`;

/**
 * WGSL of the weights of all rows in the gradient of some: p_ik + p_ki, less 2 for the positive. Bindings: 0 u, 1 logarithms
 * of sums, 2 weights [rows of the share, R], 3 `shape`: R, 1 / τ, first row of the share and its rows.
 */
export function pairWeightsCode(size: number): string {
  return tiledProduct({
    ...similarities(size),
    declarations: /* wgsl */ `
struct Shape { rows: u32, inverseTemperature: f32, first: u32, count: u32 }
@group(0) @binding(0) var<storage, read> u: array<${elementOf(size)}>;
@group(0) @binding(1) var<storage, read> logSums: array<f32>;
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${matrixRow('vectors', 'u', 'shape.rows', size)}`,
    store: /* wgsl */ `
  let view = shape.first + row;
  let half = shape.rows / 2u;
  let positive = select(view - half, view + half, view < half);
  let logit = value * shape.inverseTemperature;
  let pair = exp(logit - logSums[view]) + exp(logit - logSums[column]) - select(0.0, 2.0, column == positive);
  weights[row * shape.rows + column] = select(pair, 0.0, column == view);`,
  });
}

/**
 * WGSL of the gradient of some rows of u, the weighted sum of all. Bindings: 0 weights [rows of the share, R], 1 u, 2 dU
 * [R, D], 3 `shape`: R, the factor 1 / (R τ), first row of the share and its rows.
 */
export function weightedRowsCode(rows: number, size: number, tile: Tile): string {
  return tiledProduct({
    a: { along: 'depth', load: 'return pairs(side, k);' },
    b: { along: 'side', load: 'return vectors(k, side);' },
    rows: 'shape.count',
    columns: `${size}u`,
    depthEnd: 'shape.rows',
    declarations: /* wgsl */ `
struct Shape { rows: u32, factor: f32, first: u32, count: u32 }
@group(0) @binding(0) var<storage, read> weights: array<${elementOf(rows)}>;
@group(0) @binding(1) var<storage, read> u: array<${elementOf(size)}>;
@group(0) @binding(2) var<storage, read_write> dU: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
${matrixRow('pairs', 'weights', 'shape.count', rows)}
${matrixRow('vectors', 'u', 'shape.rows', size)}`,
    store: `dU[(shape.first + row) * ${size}u + column] = value * shape.factor;`,
    tile,
  });
}

/**
 * WGSL of the gradient of z from that of u: only the part across u moves its direction. Bindings: 0 u, 1 inverse
 * lengths, 2 dU, 3 dZ, 4 uniform: R, D. A workgroup a row.
 */
export const acrossCode = /* wgsl */ `
struct Shape { rows: u32, size: u32 }
@group(0) @binding(0) var<storage, read> u: array<f32>;
@group(0) @binding(1) var<storage, read> inverse: array<f32>;
@group(0) @binding(2) var<storage, read> dU: array<f32>;
@group(0) @binding(3) var<storage, read_write> dZ: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;
${groupIndex}
${sumOfThreads}

@compute @workgroup_size(${sumThreads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let row = groupIndex(group, groups);
  if (row >= shape.rows) { return; }
  let first = row * shape.size;
  var product = 0.0;
  for (var i = thread; i < shape.size; i += ${sumThreads}u) { product += u[first + i] * dU[first + i]; }
  let along = sumOfThreads(thread, product);
  for (var i = thread; i < shape.size; i += ${sumThreads}u) {
    dZ[first + i] = (dU[first + i] - u[first + i] * along) * inverse[row];
  }
}`;
