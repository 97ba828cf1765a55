import { each } from './each';
import { threadsASide, type ThreadBlock, type Tile } from './tiledProduct';

/** WGSL that `columnMoments` needs before `main`. */
export function columnMomentsDeclarations({ columns }: Tile): string {
  // As many as any block has.
  return `var<workgroup> columnSums: array<f32, ${threadsASide * columns}>;`;
}

/**
 * WGSL at the end of a product that finds the mean and the sum of squared deviations from it of each column of a tile,
 * over the rows that are inside, and hands them to `storeMoments(tile: u32, column: u32, mean: f32, deviations: f32)`.
 * Deviations from the tile's own mean lose no digits where the mean is large.
 */
export function columnMoments(block: ThreadBlock, { rows, columns }: Tile): string {
  const perColumn = (write: (j: number) => string) => each(block.columns, write);
  const allOf = (j: number) => Array.from({ length: block.rows }, (_, i) => block.value(i, j)).join(' + ');
  return /* wgsl */ `
  // Rows outside are zero, and do not count.
  let inTile = f32(min(${rows}u, rowCount - firstRow));
  ${total(
    block,
    columns,
    perColumn((j) => sumOf(block, j, columns, allOf(j))),
  )}
  ${perColumn((j) => `let mean${j} = columnSums[${block.column(j)}] / inTile;`)}
  let tileMean = columnSums[thread % ${columns}u] / inTile;
  workgroupBarrier();
  ${perColumn((j) => `var deviations${j} = 0.0;`)}
  ${each(
    block.rows,
    (i) => /* wgsl */ `if (firstRow + ${block.row(i)} < rowCount) {
    ${perColumn((j) => {
      const off = `(${block.value(i, j)} - mean${j})`;
      return `deviations${j} += ${off} * ${off};`;
    })}
  }`,
  )}
  ${total(
    block,
    columns,
    perColumn((j) => sumOf(block, j, columns, `deviations${j}`)),
  )}
  if (thread < ${columns}u && firstColumn + thread < columnCount) {
    storeMoments(rowTile, firstColumn + thread, tileMean, columnSums[thread]);
  }`;
}

function sumOf(block: ThreadBlock, j: number, columns: number, value: string): string {
  return `columnSums[${block.columnShare} * ${columns}u + ${block.column(j)}] = ${value};`;
}

/** Sums what each thread has of a column over the threads that share it; the totals come first in the array. */
function total({ columnSharers }: ThreadBlock, columns: number, write: string): string {
  return /* wgsl */ `
  ${write}
  workgroupBarrier();
  if (thread < ${columns}u) {
    var sum = 0.0;
    for (var i = 0u; i < ${columnSharers}u; i++) { sum += columnSums[i * ${columns}u + thread]; }
    columnSums[thread] = sum;
  }
  workgroupBarrier();`;
}
