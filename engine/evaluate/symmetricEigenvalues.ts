/**
 * All eigenvalues of a symmetric matrix, in ascending order: Householder's reduction to a tridiagonal matrix, then
 * the QL algorithm with implicit shifts (Golub and Van Loan, "Matrix Computations", §8.3). About 4/3 n³ operations.
 * @param matrix n × n, row-major; only the lower triangle is read, and it is overwritten.
 * @throws Error when the iteration does not converge, which finite input does not do.
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, off } = tridiagonalize(matrix, n);
  implicitQL(diagonal, off);
  return diagonal.sort();
}

/** Diagonal and sub-diagonal (off[i] couples i and i + 1; the last entry is 0) of a similar tridiagonal matrix. */
function tridiagonalize(a: Float64Array, n: number): { diagonal: Float64Array; off: Float64Array } {
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  // From the last row upwards, so that what is left is always the leading block and every loop runs along rows.
  for (let last = n - 1; last > 0; last--) {
    const row = last * n;
    diagonal[last] = a[row + last] ?? 0;
    let scale = 0;
    for (let j = 0; j < last; j++) scale = Math.max(scale, Math.abs(a[row + j] ?? 0));
    if (scale === 0) continue;
    let square = 0;
    for (let j = 0; j < last; j++) {
      const value = (a[row + j] ?? 0) / scale;
      v[j] = value;
      square += value * value;
    }
    // The reflection sends the row to (0, …, 0, −sign · length); choosing that sign avoids cancellation.
    const end = v[last - 1] ?? 0;
    const length = end >= 0 ? Math.sqrt(square) : -Math.sqrt(square);
    v[last - 1] = end + length;
    off[last - 1] = -length * scale;
    reflect(a, n, last, v, w, 1 / (square + end * length));
  }
  diagonal[0] = a[0] ?? 0;
  return { diagonal, off };
}

/** A ← H A H on the leading m × m block's lower triangle, with H = I − β v vᵀ; `w` is scratch. */
function reflect(
  a: Float64Array,
  n: number,
  m: number,
  v: Float64Array,
  w: Float64Array,
  beta: number,
): void {
  w.fill(0, 0, m);
  for (let i = 0; i < m; i++) {
    const row = i * n;
    const vi = v[i] ?? 0;
    let sum = (a[row + i] ?? 0) * vi;
    for (let j = 0; j < i; j++) {
      const value = a[row + j] ?? 0;
      sum += value * (v[j] ?? 0);
      w[j] = (w[j] ?? 0) + value * vi;
    }
    w[i] = (w[i] ?? 0) + sum;
  }
  let dot = 0;
  for (let i = 0; i < m; i++) {
    const value = beta * (w[i] ?? 0);
    w[i] = value;
    dot += value * (v[i] ?? 0);
  }
  const half = (beta / 2) * dot;
  for (let i = 0; i < m; i++) w[i] = (w[i] ?? 0) - half * (v[i] ?? 0);
  for (let i = 0; i < m; i++) {
    const row = i * n;
    const vi = v[i] ?? 0;
    const wi = w[i] ?? 0;
    for (let j = 0; j <= i; j++) a[row + j] = (a[row + j] ?? 0) - vi * (w[j] ?? 0) - wi * (v[j] ?? 0);
  }
}

/** Turns the tridiagonal matrix given by `d` and `e` into a diagonal one in place: `d` becomes its eigenvalues. */
function implicitQL(d: Float64Array, e: Float64Array): void {
  const n = d.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(d[i] ?? 0) + Math.abs(e[i] ?? 0));
  // Relative to the matrix, not to the neighbours: eigenvalues near zero matter only next to the largest.
  const negligible = largest * Number.EPSILON;
  for (let first = 0; first < n; first++) {
    for (let sweep = 0; ; sweep++) {
      let end = first;
      while (end < n - 1 && Math.abs(e[end] ?? 0) > negligible) end++;
      if (end === first) break;
      if (sweep === 60) throw new Error('the eigenvalue iteration does not converge');
      sweepQL(d, e, first, end);
    }
  }
}

/** One implicit QL sweep over the unreduced block from `first` to `end`, with Wilkinson's shift. */
function sweepQL(d: Float64Array, e: Float64Array, first: number, end: number): void {
  const couple = e[first] ?? 0;
  const start = d[first] ?? 0;
  const theta = ((d[first + 1] ?? 0) - start) / (2 * couple);
  const root = Math.hypot(theta, 1);
  let g = (d[end] ?? 0) - start + couple / (theta + (theta >= 0 ? root : -root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = end - 1; i >= first; i--) {
    const f = sine * (e[i] ?? 0);
    const b = cosine * (e[i] ?? 0);
    const length = Math.hypot(f, g);
    e[i + 1] = length;
    if (length === 0) {
      d[i + 1] = (d[i + 1] ?? 0) - shift;
      e[end] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    const p = (d[i + 1] ?? 0) - shift;
    const r = ((d[i] ?? 0) - p) * sine + 2 * cosine * b;
    shift = sine * r;
    d[i + 1] = p + shift;
    g = cosine * r - b;
  }
  d[first] = (d[first] ?? 0) - shift;
  e[first] = g;
  e[end] = 0;
}
