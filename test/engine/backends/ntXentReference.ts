import type { Values } from './bothBackends';

/** NT-Xent in float64, straight from the paper's equation 1, with its gradient with respect to z. */
export function ntXentReference({ shape, data }: Values, temperature: number, normalize: boolean) {
  const [rows = 0, size = 0] = shape;
  const norms = Float64Array.from({ length: rows }, (_, i) =>
    normalize ? Math.hypot(...data.subarray(i * size, (i + 1) * size)) : 1,
  );
  const u = Float64Array.from(data, (value, at) => value / entry(norms, Math.floor(at / size)));
  const dU = new Float64Array(rows * size);
  const logits = new Float64Array(rows);
  let loss = 0;
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    const positive = (i + rows / 2) % rows;
    for (let k = 0; k < rows; k++) logits[k] = k === i ? -Infinity : dot(u, i, u, k, size) / temperature;
    const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
    const own = entry(logits, positive);
    loss += (highest + Math.log(sum) - own) / rows;
    if (logits.every((logit, k) => k === positive || logit < own)) hits++;
    for (let k = 0; k < rows; k++) {
      const probability = Math.exp(entry(logits, k) - highest) / sum;
      const weight = (probability - (k === positive ? 1 : 0)) / temperature / rows;
      for (let c = 0; c < size; c++) {
        dU[i * size + c] = entry(dU, i * size + c) + weight * entry(u, k * size + c);
        dU[k * size + c] = entry(dU, k * size + c) + weight * entry(u, i * size + c);
      }
    }
  }
  const along = norms.map((_, i) => (normalize ? dot(dU, i, u, i, size) : 0));
  const gradient = dU.map((value, at) => {
    const i = Math.floor(at / size);
    return (value - entry(along, i) * entry(u, at)) / entry(norms, i);
  });
  return { loss, accuracy: hits / rows, gradient };
}

/** The product of row i of a and row k of b. */
function dot(a: Float64Array, i: number, b: Float64Array, k: number, size: number): number {
  let sum = 0;
  for (let c = 0; c < size; c++) sum += entry(a, i * size + c) * entry(b, k * size + c);
  return sum;
}

/** NaN where there is none, which no comparison passes. */
function entry(values: Float64Array, at: number): number {
  return values[at] ?? NaN;
}
