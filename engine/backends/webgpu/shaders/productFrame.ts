import { each } from './each';
import { groupIndex, groupParameters } from './groupIndex';
import type { ThreadBlock, TiledProductOptions } from './tiledProduct';

/** What the two ways of multiplying do differently. */
export interface ProductParts {
  /** WGSL before everything else. */
  readonly head: string;
  /** WGSL: the workgroup's variables. */
  readonly memory: string;
  readonly threads: number;
  /** WGSL where the tile is known: the thread's place in it, and its sums. */
  readonly begin: string;
  /** Depth of a tile. */
  readonly depth: number;
  /** WGSL that brings the tiles over which begin at `k0`. */
  readonly load: string;
  /** WGSL that multiplies them. */
  readonly multiply: string;
  /** WGSL after the last of them, which leaves the values of `block`. */
  readonly end: string;
  readonly block: ThreadBlock;
}

/** WGSL of a product of tiles: which tile of C is whose, the way along the depth, and where the values go. */
export function productFrame(options: TiledProductOptions, parts: ProductParts): string {
  const { a, b, tile, store } = options;
  const { block } = parts;
  return /* wgsl */ `${parts.head}
${options.declarations}
${groupIndex}

fn loadA(side: u32, k: u32) -> vec4f { ${a.load} }
fn loadB(side: u32, k: u32) -> vec4f { ${b.load} }
${store === undefined ? '' : `fn store(row: u32, column: u32, layer: u32, value: f32) { ${store} }`}

${parts.memory}

@compute @workgroup_size(${parts.threads})
fn main(@builtin(local_invocation_index) thread: u32, ${groupParameters}) {
  let layer = group.z;
  ${options.begin ?? ''}
  let rowCount = ${options.rows};
  let columnCount = ${options.columns};
  let columnTiles = (columnCount + ${tile.columns - 1}u) / ${tile.columns}u;
  let rowTile = groupIndex(group, groups) / columnTiles;
  let columnTile = groupIndex(group, groups) % columnTiles;
  let firstRow = rowTile * ${tile.rows}u;
  let firstColumn = columnTile * ${tile.columns}u;
  if (firstRow >= rowCount) { return; }
  ${parts.begin}

  let depthEnd = ${options.depthEnd};
  for (var k0 = ${options.depthBegin ?? '0u'}; k0 < depthEnd; k0 += ${parts.depth}u) {
    ${parts.load}
    workgroupBarrier();
    ${parts.multiply}
    workgroupBarrier();
  }
  ${parts.end}
  ${store === undefined ? '' : storeBlock(block)}
  ${options.finish?.(block) ?? ''}
}`;
}

function storeBlock(block: ThreadBlock): string {
  const one = (i: number, j: number) => /* wgsl */ `{
    let column = firstColumn + ${block.column(j)};
    if (column < columnCount) { store(row, column, layer, ${block.value(i, j)}); }
  }`;
  return each(
    block.rows,
    (i) => /* wgsl */ `{
    let row = firstRow + ${block.row(i)};
    if (row < rowCount) { ${each(block.columns, (j) => one(i, j))} }
  }`,
  );
}
