import { each } from './each';
import { matrixDepth, matrixProduct } from './matrixProduct';
import type { MatrixUnit } from './matrixUnit';
import { productFrame } from './productFrame';

/** One side of a product. */
export interface Operand {
  /**
   * What the four values of a load are: neighbours along the depth (the sum's index), or along the side (rows of A,
   * columns of B). Whichever lie side by side in memory.
   */
  readonly along: 'depth' | 'side';
  /** WGSL: the body of `fn (side: u32, k: u32) -> vec4f`; zero where either is outside. */
  readonly load: string;
  /** Whether it holds gradients, which matrix units are given raised by the loss scale: its binding is declared. */
  readonly scaled?: boolean;
}

/** How much of C a workgroup computes. */
export interface Tile {
  readonly rows: 64 | 128;
  readonly columns: 64 | 128;
}

/** Values of C that a thread has, for code that goes on with them. Expressions of WGSL; places are those in the tile. */
export interface ThreadBlock {
  readonly rows: number;
  readonly columns: number;
  value(i: number, j: number): string;
  row(i: number): string;
  column(j: number): string;
  /** Threads that have values of one column, and which of them this one is. */
  readonly columnSharers: number;
  readonly columnShare: string;
}

/** A product of matrices that are computed as they are loaded: C[row, column] = Σ_k A[row, k] · B[k, column]. */
export interface TiledProductOptions {
  readonly a: Operand;
  readonly b: Operand;
  /**
   * WGSL expressions. Where the work is split along the depth, `depthBegin` and `depthEnd` may name `layer`; a layer has whole
   * tiles, of the depth that `tileDepthOf` gives, since the loads do not know where it ends.
   */
  readonly rows: string;
  readonly columns: string;
  readonly depthBegin?: string;
  readonly depthEnd: string;
  /** WGSL before `main`: bindings, and functions that the loads and `store` use. */
  readonly declarations: string;
  /** WGSL at the beginning of `main`, where `layer` is known. */
  readonly begin?: string;
  /** WGSL: the body of `fn store(row: u32, column: u32, layer: u32, value: f32)`, both inside; none without. */
  readonly store?: string;
  /**
   * WGSL at the end of `main`, all threads together: `thread`, `firstRow`, `firstColumn`, `rowTile`, `columnTile`, `rowCount`
   * and `columnCount` are known; without a unit `threadRow` and `threadColumn`, too.
   */
  readonly finish?: (block: ThreadBlock) => string;
  readonly tile: Tile;
  /** What multiplies; plain arithmetic without. */
  readonly multiplier?: MatrixUnit | null;
}

/** Values of C from which on there are large tiles enough for a large GPU. */
const largeProduct = 2 ** 22;

/** Bytes of a workgroup's memory that the largest tile takes, with what `finish` needs beside it. */
const largestTileBytes = 28 * 1024;

/**
 * The tile for a product: a large one loads less for what it computes, many small ones keep more of the GPU busy.
 * @param workgroupBytes memory that a workgroup may have.
 */
export function tileFor(rows: number, columns: number, workgroupBytes: number): Tile {
  const many = rows * columns >= largeProduct && workgroupBytes >= largestTileBytes;
  return { rows: many ? 128 : 64, columns: many && columns > 64 ? 128 : 64 };
}

/** Threads of a workgroup in each direction of a tile. */
export const threadsASide = 16;
/** Depth of a tile. */
const tileDepth = 16;
const quads = tileDepth / 4;

/** Depth of the tiles of a product that is multiplied so. */
export function tileDepthOf(multiplier: MatrixUnit | null): number {
  return multiplier ? matrixDepth(multiplier) : tileDepth;
}

/**
 * WGSL of a product, one tile of C a workgroup: tiles of A and B go through the workgroup's memory, and each thread
 * keeps a block of C in registers. Workgroups: row tiles × column tiles, the latter running fastest.
 *
 * The tile of an operand whose loads run along the depth is kept as [side][depth / 4], with a vector to spare in each row
 * (threads read the same depth of different sides, which would else lie in the same bank), the other as
 * [depth][side / 4].
 */
export function tiledProduct(options: TiledProductOptions): string {
  if (options.multiplier) return matrixProduct(options, options.multiplier);
  const { a, b, tile } = options;
  const block = threadBlock(options);
  const ofBlock = (write: (i: number, j: number) => string) =>
    each(block.rows, (i) => each(block.columns, (j) => write(i, j)));
  return productFrame(options, {
    head: '',
    memory: /* wgsl */ `
var<workgroup> tileA: array<vec4f, ${tileSize(a, tile.rows)}>;
var<workgroup> tileB: array<vec4f, ${tileSize(b, tile.columns)}>;`,
    threads: threadsASide * threadsASide,
    begin: /* wgsl */ `
  let threadRow = thread / ${threadsASide}u;
  let threadColumn = thread % ${threadsASide}u;
  ${ofBlock((i, j) => `var ${block.value(i, j)} = 0.0;`)}`,
    depth: tileDepth,
    load: [loadTile('A', a, tile.rows), loadTile('B', b, tile.columns)].join('\n'),
    multiply: /* wgsl */ `
    for (var quad = 0u; quad < ${quads}u; quad++) {
      ${readTile('A', a, tile.rows)}
      ${readTile('B', b, tile.columns)}
      ${each(4, (k) =>
        ofBlock((i, j) => {
          const value = block.value(i, j);
          return `${value} = fma(${valueOf('a', a, i, k)}, ${valueOf('b', b, j, k)}, ${value});`;
        }),
      )}
    }`,
    end: '',
    block,
  });
}

function threadBlock({ a, b, tile }: TiledProductOptions): ThreadBlock {
  return {
    rows: tile.rows / threadsASide,
    columns: tile.columns / threadsASide,
    value: (i, j) => `c${i}_${j}`,
    row: (i) => placeOf('threadRow', a, i),
    column: (j) => placeOf('threadColumn', b, j),
    columnSharers: threadsASide,
    columnShare: 'threadRow',
  };
}

function tileSize({ along }: Operand, size: number): number {
  return along === 'depth' ? size * (quads + 1) : (tileDepth * size) / 4;
}

/** All threads together bring a tile over, four values at a time. */
function loadTile(name: 'A' | 'B', { along }: Operand, size: number): string {
  const first = `first${name === 'A' ? 'Row' : 'Column'}`;
  const threads = threadsASide ** 2;
  return each((size * quads) / threads, (part) => {
    const at = `(thread + ${part * threads}u)`;
    return along === 'depth'
      ? `tile${name}[${at} / ${quads}u * ${quads + 1}u + ${at} % ${quads}u] = load${name}(${first} + ${at} / ${quads}u, k0 + ${at} % ${quads}u * 4u);`
      : `tile${name}[${at}] = load${name}(${first} + ${at} % ${size / 4}u * 4u, k0 + ${at} / ${size / 4}u);`;
  });
}

/** What a thread needs of a tile for four steps of the depth. */
function readTile(name: 'A' | 'B', operand: Operand, size: number): string {
  const thread = name === 'A' ? 'threadRow' : 'threadColumn';
  const value = name.toLowerCase();
  if (operand.along === 'depth') {
    return each(size / threadsASide, (i) => {
      const place = placeOf(thread, operand, i);
      return `let ${value}${i} = tile${name}[(${place}) * ${quads + 1}u + quad];`;
    });
  }
  return each(4, (k) =>
    each(size / (4 * threadsASide), (part) => {
      const place = `${thread} + ${part * threadsASide}u`;
      return `let ${value}${k}_${part} = tile${name}[(quad * 4u + ${k}u) * ${size / 4}u + ${place}];`;
    }),
  );
}

/** A value of those that `readTile` reads: at the i-th place of the thread and the k-th step of four. */
function valueOf(name: 'a' | 'b', { along }: Operand, i: number, k: number): string {
  return along === 'depth' ? `${name}${i}[${k}]` : `${name}${k}_${Math.floor(i / 4)}[${i % 4}]`;
}

/** Where in a tile the i-th row or column of a thread is. Neighbouring threads read neighbouring values or vectors. */
function placeOf(thread: string, { along }: Operand, i: number): string {
  return along === 'depth'
    ? `${thread} + ${i * threadsASide}u`
    : `${thread} * 4u + ${Math.floor(i / 4) * threadsASide * 4 + (i % 4)}u`;
}
