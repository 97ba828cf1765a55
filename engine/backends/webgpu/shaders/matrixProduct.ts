import { each } from './each';
import { beginRaising, endRaising, raise } from './lossScale';
import type { MatrixPlace, MatrixUnit } from './matrixUnit';
import { productFrame } from './productFrame';
import type { Operand, ThreadBlock, TiledProductOptions } from './tiledProduct';

/** Subgroups of a workgroup, of 32 threads each: so many below and beside each other in a tile. */
const subgroups = { down: 4, across: 2 } as const;
const lanes = 32;
const threads = subgroups.down * subgroups.across * lanes;
/** Numbers to spare after each line of a tile, so that neighbouring lines do not lie in the same banks. */
const spare = 8;

/**
 * WGSL of a product as `tiledProduct` has it, by matrix units: tiles of A and B are brought into the workgroup's memory in
 * the units' type, each subgroup sums a part of C in several small matrices, and these go through the workgroup's memory
 * to the threads, which store and finish them as they do their own. Gradients are raised by the loss scale on the way in, and
 * lowered again on the way out.
 */
export function matrixProduct(options: TiledProductOptions, unit: MatrixUnit): string {
  const { a, b, tile } = options;
  const raised = a.scaled === true || b.scaled === true;
  const { M, N, K } = unit.shape;
  const depth = matrixDepth(unit);
  const part = { rows: tile.rows / subgroups.down, columns: tile.columns / subgroups.across };
  const sums = { down: part.rows / M, across: part.columns / N };
  const block = matrixBlock(unit, sums);
  const ofSums = (write: (i: number, j: number) => string) =>
    each(sums.down, (i) => each(sums.across, (j) => write(i, j)));
  const place = (name: 'A' | 'B', operand: Operand, size: number, first: string, k: number): MatrixPlace => {
    // Kept as it is loaded: lines along the depth, or along the side.
    const alongDepth = operand.along === 'depth';
    const stride = (alongDepth ? depth : size) + spare;
    const offset = alongDepth ? `(${first}) * ${stride}u + ${k}u` : `${k * stride}u + ${first}`;
    // A is rows × depth, B is depth × columns.
    return { array: `tile${name}`, offset, stride, byColumns: (name === 'A') !== alongDepth };
  };
  const perSum = (M * N) / lanes;
  const from = `results[subgroup * ${M * N}u + lane`;
  return productFrame(options, {
    head: unit.head,
    memory: /* wgsl */ `
var<workgroup> tileA: array<${unit.number}, ${lines(a, tile.rows, depth)}>;
var<workgroup> tileB: array<${unit.number}, ${lines(b, tile.columns, depth)}>;
var<workgroup> results: array<f32, ${(threads / lanes) * M * N}>;`,
    threads,
    begin: /* wgsl */ `
  let lane = thread % ${lanes}u;
  let subgroup = thread / ${lanes}u;
  let partRow = subgroup / ${subgroups.across}u * ${part.rows}u;
  let partColumn = subgroup % ${subgroups.across}u * ${part.columns}u;
  ${raised ? beginRaising : ''}
  ${ofSums((i, j) => unit.declare(`sum${i}_${j}`))}`,
    depth,
    load: [bring('A', a, tile.rows, depth, unit), bring('B', b, tile.columns, depth, unit)].join('\n'),
    multiply: each(2, (step) =>
      ofSums((i, j) =>
        unit.add(
          `sum${i}_${j}`,
          place('A', a, tile.rows, `partRow + ${i * M}u`, step * K),
          place('B', b, tile.columns, `partColumn + ${j * N}u`, step * K),
        ),
      ),
    ),
    end: /* wgsl */ `${raised ? endRaising : ''}
  ${ofSums(
    (i, j) => /* wgsl */ `
  ${unit.write(`sum${i}_${j}`, 'results', `subgroup * ${M * N}u`)}
  workgroupBarrier();
  ${each(perSum, (e) => `let ${block.value(i * perSum + e, j)} = ${raised ? 'lossScale.inverse * ' : ''}${from} + ${e * lanes}u];`)}
  workgroupBarrier();`,
  )}`,
    block,
  });
}

/** Depth of a tile. */
export function matrixDepth({ shape: { K } }: MatrixUnit): number {
  return 2 * K;
}

/** A thread has the same numbers of each small matrix as of the others: every 32nd, from its lane on. */
function matrixBlock(
  { shape: { M, N } }: MatrixUnit,
  sums: { readonly down: number; readonly across: number },
): ThreadBlock {
  const perSum = (M * N) / lanes;
  return {
    rows: sums.down * perSum,
    columns: sums.across,
    value: (i, j) => `c${i}_${j}`,
    row: (i) => `partRow + ${Math.floor(i / perSum) * M}u + (lane + ${(i % perSum) * lanes}u) / ${N}u`,
    column: (j) => `partColumn + ${j * N}u + lane % ${N}u`,
    columnSharers: (subgroups.down * lanes) / N,
    columnShare: `(subgroup / ${subgroups.across}u * ${lanes / N}u + lane / ${N}u)`,
  };
}

function lines({ along }: Operand, size: number, depth: number): number {
  return along === 'depth' ? size * (depth + spare) : depth * (size + spare);
}

/** All threads together bring a tile over, four numbers at a time. */
function bring(
  name: 'A' | 'B',
  { along, scaled }: Operand,
  size: number,
  depth: number,
  { number }: MatrixUnit,
): string {
  const first = `first${name === 'A' ? 'Row' : 'Column'}`;
  const quads = depth / 4;
  return each((size * quads) / threads, (part) => {
    const at = `(thread + ${part * threads}u)`;
    const [four, to] =
      along === 'depth'
        ? [
            `load${name}(${first} + ${at} / ${quads}u, k0 + ${at} % ${quads}u * 4u)`,
            `${at} / ${quads}u * ${depth + spare}u + ${at} % ${quads}u * 4u`,
          ]
        : [
            `load${name}(${first} + ${at} % ${size / 4}u * 4u, k0 + ${at} / ${size / 4}u)`,
            `${at} / ${size / 4}u * ${size + spare}u + ${at} % ${size / 4}u * 4u`,
          ];
    return /* wgsl */ `{
      ${scaled === true ? raise('four', four) : `let four = ${four};`}
      let to = ${to};
      ${each(4, (i) => `tile${name}[to + ${i}u] = ${number}(four[${i}]);`)}
    }`;
  });
}
