/**
 * NT-Xent (paper, equation 1) over M = 2N projections of size D, rows i and i ± N being positive pairs, without the
 * M × M matrix of similarities: six rows of it at a time, O(M) memory a thread, computed once for the loss and again
 * for the gradient.
 */
import { COLUMNS, ROWS, product } from './tiles';
import { float, int, pointer } from './fields';
import { exp4 } from './exp';
import { threadIndex } from './thread';

/**
 * Unit vectors and the inverse of their lengths; a row no longer than the least norm counts as zero, with both 0.
 * Chunk: ROWS rows. Fields: 0 z [M, D]  1 unit [M, D]  2 inverse norm [M]  3 M  4 D  5 least norm
 */
export function normalizeRows(args: usize, chunk: i32): void {
  const d = int(args, 4);
  const end = min((chunk + 1) * ROWS, int(args, 3));
  for (let row = chunk * ROWS; row < end; row++) {
    const z = pointer(args, 0) + ((<usize>(row * d)) << 2);
    const unit = pointer(args, 1) + ((<usize>(row * d)) << 2);
    let sum: f64 = 0;
    for (let i = 0; i < d; i++) {
      const x = <f64>load<f32>(z + ((<usize>i) << 2));
      sum += x * x;
    }
    const norm = Math.sqrt(sum);
    const inverse: f32 = norm > float(args, 5) ? <f32>(1 / norm) : 0;
    store<f32>(pointer(args, 2) + ((<usize>row) << 2), inverse);
    for (let i = 0; i < d; i++) {
      const at = (<usize>i) << 2;
      store<f32>(unit + at, load<f32>(z + at) * inverse);
    }
  }
}

/** Rows [begin, begin + rows) of the similarities u uᵀ / τ into `target` [rows, paddedM]; the diagonal is −∞. */
function similarities(args: usize, begin: i32, rows: i32, paddedM: i32, target: usize): void {
  const m = int(args, 4);
  const d = int(args, 5);
  const scale = f32x4.splat(float(args, 6));
  const rowBytes = (<usize>paddedM) << 2;
  const a = pointer(args, 0) + ((<usize>(begin * d)) << 2);
  let panel = pointer(args, 1);
  for (let column = 0; column < paddedM; column += COLUMNS) {
    product(rows, a, (<usize>d) << 2, 4, 0, panel, d, 1, target + ((<usize>column) << 2), rowBytes);
    panel += (<usize>(d * COLUMNS)) << 2;
  }
  for (let r = 0; r < rows; r++) {
    const row = target + <usize>r * rowBytes;
    for (let j = 0; j < paddedM; j += 4) {
      v128.store(row + ((<usize>j) << 2), f32x4.mul(v128.load(row + ((<usize>j) << 2)), scale));
    }
    store<f32>(row + ((<usize>(begin + r)) << 2), -Infinity);
    for (let j = m; j < paddedM; j++) store<f32>(row + ((<usize>j) << 2), -Infinity);
  }
}

/**
 * Log-sum-exp of each row over its M − 1 others, loss and whether the positive is the most similar (ties are misses).
 * Chunk: ROWS rows. Fields: 0 u [M, D]  1 u packed as columns [panels][D][COLUMNS]  2 log-sum-exp [M]
 * 3 loss and hits [2, M]  4 M  5 D  6 1/τ  7 scratch  8 scratch bytes a thread (ROWS × padded M floats)
 */
export function ntXentLoss(args: usize, chunk: i32): void {
  const m = int(args, 4);
  const paddedM = ((m + COLUMNS - 1) / COLUMNS) * COLUMNS;
  const scratch = pointer(args, 7) + <usize>threadIndex() * int(args, 8);
  const begin = chunk * ROWS;
  const rows = min(ROWS, m - begin);
  similarities(args, begin, rows, paddedM, scratch);
  for (let r = 0; r < rows; r++) {
    const i = begin + r;
    const row = scratch + ((<usize>r * paddedM) << 2);
    let top = f32x4.splat(-Infinity);
    for (let j = 0; j < paddedM; j += 4) top = f32x4.max(top, v128.load(row + ((<usize>j) << 2)));
    const highest = max(
      max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
      max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
    );
    const shift = f32x4.splat(highest);
    let sum: f64 = 0;
    let first = 0;
    while (first < paddedM) {
      // Partial sums of 256 terms in float32, then float64: 16,384 views lose no digits.
      const last = min(first + 256, paddedM);
      let part = f32x4.splat(0);
      for (let j = first; j < last; j += 4) {
        part = f32x4.add(part, exp4(f32x4.sub(v128.load(row + ((<usize>j) << 2)), shift)));
      }
      sum += <f64>f32x4.extract_lane(part, 0) + f32x4.extract_lane(part, 1);
      sum += <f64>f32x4.extract_lane(part, 2) + f32x4.extract_lane(part, 3);
      first = last;
    }
    const positive = i < m / 2 ? i + m / 2 : i - m / 2;
    const similarity = load<f32>(row + ((<usize>positive) << 2));
    const logSum = <f32>(<f64>highest + Math.log(sum));
    let equals = 0;
    for (let j = 0; j < m; j++) equals += <i32>(load<f32>(row + ((<usize>j) << 2)) >= similarity);
    store<f32>(pointer(args, 2) + ((<usize>i) << 2), logSum);
    store<f32>(pointer(args, 3) + ((<usize>i) << 2), logSum - similarity);
    store<f32>(pointer(args, 3) + ((<usize>(m + i)) << 2), equals == 1 ? 1 : 0);
  }
}

/**
 * Gradient of the mean loss with respect to z. Chunk: ROWS rows. Fields 0 to 8 as in `ntXentLoss` (3 unused), and
 * 9 u packed as rows [panels][M][COLUMNS]  10 inverse norm [M], or 0 without L2 normalisation  11 gradient [M, D]
 * The scratch holds ROWS × (padded M + padded D) floats a thread.
 *
 * With s = u uᵀ / τ and p the softmax of a row, ∂L/∂u_i = (Σ_j (p_ij + p_ji) u_j − 2 u_positive) / (τ M).
 */
export function ntXentGradient(args: usize, chunk: i32): void {
  const m = int(args, 4);
  const d = int(args, 5);
  const paddedM = ((m + COLUMNS - 1) / COLUMNS) * COLUMNS;
  const paddedD = ((d + COLUMNS - 1) / COLUMNS) * COLUMNS;
  const scratch = pointer(args, 7) + <usize>threadIndex() * int(args, 8);
  const products = scratch + ((<usize>ROWS * paddedM) << 2);
  const logSums = pointer(args, 2);
  const inverseNorms = pointer(args, 10);
  const begin = chunk * ROWS;
  const rows = min(ROWS, m - begin);
  const factor = float(args, 6) / <f32>m;
  similarities(args, begin, rows, paddedM, scratch);
  for (let r = 0; r < rows; r++) {
    const i = begin + r;
    const row = scratch + ((<usize>r * paddedM) << 2);
    const own = f32x4.splat(load<f32>(logSums + ((<usize>i) << 2)));
    let j = 0;
    // The padding behind the M log-sums is garbage, but similarities there are −∞ and so are weights 0.
    for (; j < paddedM; j += 4) {
      const at = (<usize>j) << 2;
      const s = v128.load(row + at);
      const others = exp4(f32x4.sub(s, v128.load(logSums + at)));
      v128.store(row + at, f32x4.add(exp4(f32x4.sub(s, own)), others));
    }
    for (j = m; j < paddedM; j++) store<f32>(row + ((<usize>j) << 2), 0);
    const positive = i < m / 2 ? i + m / 2 : i - m / 2;
    const at = row + ((<usize>positive) << 2);
    store<f32>(at, load<f32>(at) - 2);
  }
  let panel = pointer(args, 9);
  for (let column = 0; column < paddedD; column += COLUMNS) {
    const target = products + ((<usize>column) << 2);
    product(rows, scratch, (<usize>paddedM) << 2, 4, 0, panel, m, 1, target, (<usize>paddedD) << 2);
    panel += (<usize>(m * COLUMNS)) << 2;
  }
  for (let r = 0; r < rows; r++) {
    const i = begin + r;
    const from = products + ((<usize>r * paddedD) << 2);
    const unit = pointer(args, 0) + ((<usize>(i * d)) << 2);
    const to = pointer(args, 11) + ((<usize>(i * d)) << 2);
    let along: f32 = 0;
    let scale = factor;
    if (inverseNorms) {
      for (let c = 0; c < d; c++)
        along += load<f32>(from + ((<usize>c) << 2)) * load<f32>(unit + ((<usize>c) << 2));
      scale *= load<f32>(inverseNorms + ((<usize>i) << 2));
    }
    for (let c = 0; c < d; c++) {
      const at = (<usize>c) << 2;
      store<f32>(to + at, (load<f32>(from + at) - along * load<f32>(unit + at)) * scale);
    }
  }
}
