/** Rows in the plane in which they vary most. */
export interface Plane {
  /** Two coordinates a row. */
  readonly coordinates: Float64Array;
  /** Share of the variance along each of the two directions, 0 to 1. */
  readonly shares: readonly [number, number];
}

const mostIterations = 100;
/** How far a direction of length one may still move when it is taken for found. */
const tolerance = 1e-5;

/**
 * The first two principal components of `rows` of a matrix, by the power method, the second without the part along the
 * first. A direction points to where its largest weight is positive, so that a drawing does not turn over by chance.
 * @param data rows of `columns` numbers.
 * @param rows positions of the rows; at least one.
 */
export function principalPlane(data: Float32Array, columns: number, rows: Int32Array): Plane {
  const centred = centre(data, columns, rows);
  const variance = centred.reduce((sum, value) => sum + value * value, 0);
  const coordinates = new Float64Array(2 * rows.length);
  const along = [0, 1].map((component) => {
    const direction = mainDirection(centred, columns);
    let square = 0;
    for (let row = 0; row < rows.length; row++) {
      const values = centred.subarray(row * columns, (row + 1) * columns);
      const place = dot(values, direction);
      coordinates[2 * row + component] = place;
      square += place * place;
      for (let i = 0; i < columns; i++) values[i] = (values[i] ?? 0) - place * (direction[i] ?? 0);
    }
    return variance > 0 ? square / variance : 0;
  });
  return { coordinates, shares: [along[0] ?? 0, along[1] ?? 0] };
}

function centre(data: Float32Array, columns: number, rows: Int32Array): Float64Array {
  const centred = new Float64Array(rows.length * columns);
  rows.forEach((from, row) =>
    centred.set(data.subarray(from * columns, (from + 1) * columns), row * columns),
  );
  for (let i = 0; i < columns; i++) {
    let sum = 0;
    for (let at = i; at < centred.length; at += columns) sum += centred[at] ?? 0;
    for (let at = i; at < centred.length; at += columns) centred[at] = (centred[at] ?? 0) - sum / rows.length;
  }
  return centred;
}

/** The direction along which rows about their mean vary most; any one where they do not vary. */
function mainDirection(centred: Float64Array, columns: number): Float64Array {
  // Not along an axis, where it could be at right angles to what it looks for.
  let direction = normalized(Float64Array.from({ length: columns }, (_, i) => 1 + ((i * 7919) % 13) / 13));
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const next = new Float64Array(columns);
    for (let at = 0; at < centred.length; at += columns) {
      const values = centred.subarray(at, at + columns);
      const place = dot(values, direction);
      for (let i = 0; i < columns; i++) next[i] = (next[i] ?? 0) + place * (values[i] ?? 0);
    }
    if (!next.some((value) => value !== 0)) break;
    const found = normalized(next);
    const done = 1 - Math.abs(dot(found, direction)) < tolerance ** 2;
    direction = found;
    if (done) break;
  }
  const largest = direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? direction.map((value) => -value) : direction;
}

function normalized(values: Float64Array): Float64Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
