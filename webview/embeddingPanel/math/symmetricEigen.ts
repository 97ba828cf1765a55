/** Eigenvalues of a symmetric matrix, largest first, and its eigenvectors in the columns of `vectors`, row-major. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const mostSweeps = 50;

/** Jacobi's method, for matrices of some tens of rows. `matrix`, n × n row-major, is used up. */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const at = (row: number, column: number) => matrix[row * n + column] ?? 0;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let [off, diagonal] = [0, 0];
    for (let i = 0; i < n; i++) {
      diagonal += at(i, i) ** 2;
      for (let j = i + 1; j < n; j++) off += at(i, j) ** 2;
    }
    if (off <= 1e-26 * diagonal) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (at(p, q) !== 0) rotate(matrix, vectors, n, p, q);
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => at(b, b) - at(a, a));
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => {
    for (let i = 0; i < n; i++) sorted[i * n + to] = vectors[i * n + from] ?? 0;
  });
  return { values: Float64Array.from(order, (i) => at(i, i)), vectors: sorted };
}

/** Makes the entry at (p, q) zero. */
function rotate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const pq = matrix[p * n + q] ?? 0;
  const theta = ((matrix[q * n + q] ?? 0) - (matrix[p * n + p] ?? 0)) / (2 * pq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const mix = (array: Float64Array, first: number, second: number) => {
    const a = array[first] ?? 0;
    const b = array[second] ?? 0;
    array[first] = c * a - s * b;
    array[second] = s * a + c * b;
  };
  for (let i = 0; i < n; i++) mix(matrix, i * n + p, i * n + q);
  for (let i = 0; i < n; i++) mix(matrix, p * n + i, q * n + i);
  for (let i = 0; i < n; i++) mix(vectors, i * n + p, i * n + q);
}
