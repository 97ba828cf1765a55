import { groupIndex, groupParameters } from './groupIndex';

/** Columns of a workgroup, and threads that share one. */
export const columnsPerGroup = 16;
const threads = 16;

/** WGSL of a sum over the threads that share a column, which all of them get. */
const sumOfColumn = /* wgsl */ `
var<workgroup> columnShares: array<f32, ${columnsPerGroup * threads}>;
fn sumOfColumn(share: u32, column: u32, value: f32) -> f32 {
  columnShares[share * ${columnsPerGroup}u + column] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < ${threads}u; i++) { sum += columnShares[i * ${columnsPerGroup}u + column]; }
  workgroupBarrier();
  return sum;
}`;

/** WGSL of the head of `main` of a program over columns: `column`, the `share` of its rows and whether it is `inside`. */
export const overColumns = /* wgsl */ `
${groupIndex}
${sumOfColumn}

const rowStep = ${threads}u;

@compute @workgroup_size(${columnsPerGroup}, ${threads})
fn main(@builtin(local_invocation_id) local: vec3u, ${groupParameters}) {
  let column = groupIndex(group, groups) * ${columnsPerGroup}u + local.x;
  let share = local.y;
  let inside = column < shape.columns;`;

/** WGSL, after `overColumns`: sums each column of a matrix [shape.rows, shape.columns] into `total`. */
export function columnTotal(matrix: string, total: string): string {
  return /* wgsl */ `
  var ${total}Share = 0.0;
  if (inside) {
    for (var row = share; row < shape.rows; row += rowStep) {
      ${total}Share += ${matrix}[row * shape.columns + column];
    }
  }
  let ${total} = sumOfColumn(share, local.x, ${total}Share);`;
}

/** WGSL of the sums of columns. Bindings: 0 values [rows, columns], 1 sums [columns], 2 uniform: columns, rows. */
export const columnSumsCode = /* wgsl */ `
struct Shape { columns: u32, rows: u32 }
@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;
@group(0) @binding(2) var<uniform> shape: Shape;
${overColumns}
${columnTotal('values', 'sum')}
  if (inside && share == 0u) { sums[column] = sum; }
}`;
