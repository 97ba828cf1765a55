/** A product of small matrices that a GPU's matrix units do: f16 inputs, f32 sums. */
export interface MatrixShape {
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** Where a matrix lies: in a workgroup's array from `offset` on, its columns or its rows one after the other. */
export interface MatrixPlace {
  readonly array: string;
  readonly offset: string;
  readonly byColumns: boolean;
  readonly stride: number;
}

/** How WGSL multiplies small matrices, one a subgroup of 32 threads. */
export interface MatrixUnit {
  readonly shape: MatrixShape;
  /** Before everything else in the program. */
  readonly head: string;
  /** Type of the numbers that are multiplied. */
  readonly number: string;
  /** Declares a sum, zero. */
  declare(sum: string): string;
  /** Adds the product of two matrices to a sum. */
  add(sum: string, a: MatrixPlace, b: MatrixPlace): string;
  /** Writes a sum into a workgroup's array of f32, row after row. */
  write(sum: string, array: string, offset: string): string;
}

/** The units of the GPU, by WebGPU's subgroup matrices. */
export function subgroupMatrices(shape: MatrixShape): MatrixUnit {
  const { M, N, K } = shape;
  const load = (side: string, { array, offset, byColumns, stride }: MatrixPlace) =>
    `subgroupMatrixLoad<${side}, ${byColumns ? 'col' : 'row'}_major>(&${array}, ${offset}, ${stride}u)`;
  return {
    shape,
    head: /* wgsl */ `
diagnostic(off, chromium.subgroup_matrix_uniformity);
enable f16;
enable chromium_experimental_subgroup_matrix;`,
    number: 'f16',
    declare: (sum) => `var ${sum} = subgroup_matrix_result<f32, ${N}, ${M}>();`,
    add: (sum, a, b) => /* wgsl */ `{
      let left = ${load(`subgroup_matrix_left<f16, ${K}, ${M}>`, a)};
      let right = ${load(`subgroup_matrix_right<f16, ${N}, ${K}>`, b)};
      ${sum} = subgroupMatrixMultiplyAccumulate(left, right, ${sum});
    }`,
    write: (sum, array, offset) => `subgroupMatrixStore<row_major>(&${array}, ${offset}, ${sum}, ${N}u);`,
  };
}

/**
 * The same by plain arithmetic in f32: what the units do, for devices without them, on which everything around them can
 * be tested. `lane` is the thread's number in its subgroup.
 */
export function plainMatrices(shape: MatrixShape): MatrixUnit {
  const { M, N, K } = shape;
  const perLane = (M * N) / 32;
  const at = ({ array, offset, byColumns, stride }: MatrixPlace, row: string, column: string) =>
    byColumns
      ? `${array}[${offset} + (${column}) * ${stride}u + ${row}]`
      : `${array}[${offset} + (${row}) * ${stride}u + ${column}]`;
  const row = `(lane + e * 32u) / ${N}u`;
  const column = `(lane + e * 32u) % ${N}u`;
  return {
    shape,
    head: '',
    number: 'f32',
    declare: (sum) => `var ${sum} = array<f32, ${perLane}>();`,
    add: (sum, a, b) => /* wgsl */ `
    for (var e = 0u; e < ${perLane}u; e++) {
      for (var k = 0u; k < ${K}u; k++) { ${sum}[e] += ${at(a, row, 'k')} * ${at(b, 'k', column)}; }
    }`,
    write: (sum, array, offset) => /* wgsl */ `
    for (var e = 0u; e < ${perLane}u; e++) { ${array}[${offset} + lane + e * 32u] = ${sum}[e]; }`,
  };
}
