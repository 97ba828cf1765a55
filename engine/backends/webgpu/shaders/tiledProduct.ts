import { groupIndex } from '../gpuBackend';

/** One side of a product. */
export interface Operand {
  /**
   * What the four values of a load are: neighbours along the depth (the sum's index), or along the side (rows of A,
   * columns of B). Whichever lie side by side in memory.
   */
  readonly along: 'depth' | 'side';
  /** WGSL: the body of `fn (side: u32, k: u32) -> vec4f`; zero where either is outside. */
  readonly load: string;
}

/** A product of matrices that are computed as they are loaded: C[row, column] = Σ_k A[row, k] · B[k, column]. */
export interface TiledProductOptions {
  readonly a: Operand;
  readonly b: Operand;
  /** WGSL expressions. Where the work is split along the depth, `depthBegin` and `depthEnd` may name `layer`. */
  readonly rows: string;
  readonly columns: string;
  readonly depthBegin?: string;
  readonly depthEnd: string;
  /** WGSL at the beginning of `main`, where `layer` is known. */
  readonly begin?: string;
  /** WGSL before `main`: bindings, and functions that the loads and `store` use. */
  readonly declarations: string;
  /** WGSL: the body of `fn store(row: u32, column: u32, layer: u32, value: f32)`, both inside. */
  readonly store: string;
  /** Also stores the mean and the sum of squared deviations of each column of a tile, by `storeMoments`. */
  readonly moments?: {
    /** WGSL: the body of `fn storeMoments(tile: u32, column: u32, mean: f32, deviations: f32)`, inside. */
    readonly store: string;
  };
  /** Rows and columns that a thread computes; a tile has 16 times as many. */
  readonly perThread: { readonly rows: 4 | 8; readonly columns: 4 | 8 };
}

/** Threads of a workgroup in each direction of a tile. */
const side = 16;
/** Depth of a tile. */
const depth = 16;
const quads = depth / 4;

/**
 * WGSL of a product, one tile of C a workgroup: tiles of A and B go through the workgroup's memory, and each thread
 * keeps a block of C in registers. Workgroups: row tiles × column tiles, the latter running fastest.
 *
 * The tile of a side whose loads run along the depth is kept as [side][depth / 4] with a vector to spare in each row (threads read the
 * same depth of different sides, which would else lie in the same bank), the other as [depth][side / 4].
 */
export function tiledProduct(options: TiledProductOptions): string {
  const { a, b, moments, perThread } = options;
  const rows = side * perThread.rows;
  const columns = side * perThread.columns;
  return /* wgsl */ `
${options.declarations}
${groupIndex}

fn loadA(side: u32, k: u32) -> vec4f { ${a.load} }
fn loadB(side: u32, k: u32) -> vec4f { ${b.load} }
fn store(row: u32, column: u32, layer: u32, value: f32) { ${options.store} }
${moments === undefined ? '' : `fn storeMoments(tile: u32, column: u32, mean: f32, deviations: f32) { ${moments.store} }`}

var<workgroup> tileA: array<vec4f, ${tileSize(a, rows)}>;
var<workgroup> tileB: array<vec4f, ${tileSize(b, columns)}>;
${moments === undefined ? '' : `var<workgroup> sums: array<f32, ${side * columns}>;`}

@compute @workgroup_size(${side * side})
fn main(@builtin(local_invocation_index) thread: u32, @builtin(workgroup_id) group: vec3u) {
  let layer = group.z;
  ${options.begin ?? ''}
  let rowCount = ${options.rows};
  let columnCount = ${options.columns};
  let columnTiles = (columnCount + ${columns - 1}u) / ${columns}u;
  let tile = groupIndex(group);
  let rowTile = tile / columnTiles;
  let firstRow = rowTile * ${rows}u;
  let firstColumn = (tile % columnTiles) * ${columns}u;
  if (firstRow >= rowCount) { return; }
  let threadRow = thread / ${side}u;
  let threadColumn = thread % ${side}u;
  ${each(perThread.rows, (i) => each(perThread.columns, (j) => `var c${i}_${j} = 0.0;`))}

  let depthEnd = ${options.depthEnd};
  for (var k0 = ${options.depthBegin ?? '0u'}; k0 < depthEnd; k0 += ${depth}u) {
    ${loadTile('A', a, rows)}
    ${loadTile('B', b, columns)}
    workgroupBarrier();
    for (var quad = 0u; quad < ${quads}u; quad++) {
      ${readTile('A', a, perThread.rows, rows)}
      ${readTile('B', b, perThread.columns, columns)}
      ${each(4, (k) =>
        each(perThread.rows, (i) =>
          each(
            perThread.columns,
            (j) =>
              `c${i}_${j} = fma(${valueOf('a', a, i, k)}, ${valueOf('b', b, j, k)}, c${i}_${j});`,
          ),
        ),
      )}
    }
    workgroupBarrier();
  }

  ${each(perThread.rows, (i) =>
    `{
      let row = firstRow + ${sideOf('threadRow', a, i)};
      if (row < rowCount) {
        ${each(perThread.columns, (j) => `{
          let column = firstColumn + ${sideOf('threadColumn', b, j)};
          if (column < columnCount) { store(row, column, layer, c${i}_${j}); }
        }`)}
      }
    }`,
  )}
  ${moments === undefined ? '' : momentsCode(options, rows, columns)}
}`;
}

/** Values of a column in a tile, summed over the threads that share it; then the same for squared deviations. */
function momentsCode({ a, b, perThread }: TiledProductOptions, rows: number, columns: number): string {
  const inTile = (j: number) => sideOf('threadColumn', b, j);
  const inside = (i: number) => `firstRow + ${sideOf('threadRow', a, i)} < rowCount`;
  const total = (of: (j: number) => string) => /* wgsl */ `
    ${each(perThread.columns, (j) => `sums[threadRow * ${columns}u + ${inTile(j)}] = ${of(j)};`)}
    workgroupBarrier();
    if (thread < ${columns}u) {
      var sum = 0.0;
      for (var i = 0u; i < ${side}u; i++) { sum += sums[i * ${columns}u + thread]; }
      sums[thread] = sum;
    }
    workgroupBarrier();`;
  return /* wgsl */ `
  let inTile = f32(min(${rows}u, rowCount - firstRow));
  ${total((j) => Array.from({ length: perThread.rows }, (_, i) => `c${i}_${j}`).join(' + '))}
  ${each(perThread.columns, (j) => `let mean${j} = sums[${inTile(j)}] / inTile;`)}
  let tileMean = sums[thread % ${columns}u] / inTile;
  workgroupBarrier();
  ${each(perThread.columns, (j) => `var deviations${j} = 0.0;`)}
  ${each(perThread.rows, (i) =>
    `if (${inside(i)}) { ${each(perThread.columns, (j) => `deviations${j} += (c${i}_${j} - mean${j}) * (c${i}_${j} - mean${j});`)} }`,
  )}
  ${total((j) => `deviations${j}`)}
  if (thread < ${columns}u && firstColumn + thread < columnCount) {
    storeMoments(rowTile, firstColumn + thread, tileMean, sums[thread]);
  }`;
}

function tileSize({ along }: Operand, size: number): number {
  return along === 'depth' ? size * (quads + 1) : (depth * size) / 4;
}

/** All threads together bring a tile over, four values at a time. */
function loadTile(name: 'A' | 'B', { along }: Operand, size: number): string {
  const first = `first${name === 'A' ? 'Row' : 'Column'}`;
  return each((size * quads) / (side * side), (part) => {
    const at = `(thread + ${part * side * side}u)`;
    return along === 'depth'
      ? `tile${name}[${at} / ${quads}u * ${quads + 1}u + ${at} % ${quads}u] = load${name}(${first} + ${at} / ${quads}u, k0 + ${at} % ${quads}u * 4u);`
      : `tile${name}[${at}] = load${name}(${first} + ${at} % ${size / 4}u * 4u, k0 + ${at} / ${size / 4}u);`;
  });
}

/** What a thread needs of a tile for four steps of the depth. */
function readTile(name: 'A' | 'B', operand: Operand, count: number, size: number): string {
  const thread = name === 'A' ? 'threadRow' : 'threadColumn';
  const value = name.toLowerCase();
  return operand.along === 'depth'
    ? each(count, (i) => `let ${value}${i} = tile${name}[(${sideOf(thread, operand, i)}) * ${quads + 1}u + quad];`)
    : each(4, (k) =>
        each(
          count / 4,
          (part) =>
            `let ${value}${k}_${part} = tile${name}[(quad * 4u + ${k}u) * ${size / 4}u + ${thread} + ${part * side}u];`,
        ),
      );
}

/** A value of those that `readTile` reads: at the i-th side of the thread and the k-th step of four. */
function valueOf(name: 'a' | 'b', { along }: Operand, i: number, k: number): string {
  return along === 'depth' ? `${name}${i}[${k}]` : `${name}${k}_${Math.floor(i / 4)}[${i % 4}]`;
}

/** Where in a tile the i-th row or column of a thread is. Neighbouring threads read neighbouring values or vectors. */
function sideOf(thread: string, { along }: Operand, i: number): string {
  return along === 'depth'
    ? `${thread} + ${i * side}u`
    : `${thread} * 4u + ${Math.floor(i / 4) * side * 4 + (i % 4)}u`;
}

function each(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join('\n');
}
