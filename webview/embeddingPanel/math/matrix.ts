/** Numbers in rows, one after another. */
export interface Matrix {
  readonly data: Float32Array<ArrayBuffer>;
  /** Rows. */
  readonly count: number;
  /** Numbers in a row. */
  readonly size: number;
}

/** The rows of `matrix` that `rows` names, in that order. */
export function selectRows({ data, size }: Matrix, rows: ArrayLike<number>): Matrix {
  const selected = new Float32Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * size;
    selected.set(data.subarray(start, start + size), i * size);
  }
  return { data: selected, count: rows.length, size };
}

/** 1 / length of each row; 0 for a row of zeros. */
export function inverseLengths({ data, count, size }: Matrix): Float32Array {
  const inverse = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    let square = 0;
    for (let i = row * size; i < (row + 1) * size; i++) square += (data[i] ?? 0) ** 2;
    inverse[row] = square > 0 ? 1 / Math.sqrt(square) : 0;
  }
  return inverse;
}

/** Divides every row by its length, in place; rows of zeros stay. */
export function normalizeRows(matrix: Matrix): void {
  const { data, count, size } = matrix;
  const inverse = inverseLengths(matrix);
  for (let row = 0; row < count; row++) {
    const scale = inverse[row] ?? 0;
    for (let i = row * size; i < (row + 1) * size; i++) data[i] = (data[i] ?? 0) * scale;
  }
}
