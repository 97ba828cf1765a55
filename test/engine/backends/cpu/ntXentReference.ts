import type { Values } from './bothBackends';

/** NT-Xent in float64, straight from the paper's equation 1, with its gradient with respect to z. */
export function ntXentReference({ shape, data }: Values, temperature: number, normalize: boolean) {
  const [rows = 0, size = 0] = shape;
  const z = Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * size, (i + 1) * size)));
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const norms = z.map((row) => (normalize ? Math.sqrt(dot(row, row)) : 1));
  const u = z.map((row, i) => row.map((value) => value / (norms[i] ?? 1)));
  const at = <T>(list: readonly T[], i: number): T => {
    const value = list[i];
    if (value === undefined) throw new RangeError(`no entry ${i}`);
    return value;
  };
  const dU = u.map((row) => row.map(() => 0));
  let loss = 0;
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    const j = (i + rows / 2) % rows;
    const logits = u.map((other, k) => (k === i ? -Infinity : dot(at(u, i), other) / temperature));
    const highest = Math.max(...logits);
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
    loss += (highest + Math.log(sum) - at(logits, j)) / rows;
    if (logits.every((logit, k) => k === j || logit < at(logits, j))) hits++;
    for (let k = 0; k < rows; k++) {
      const weight = Math.exp(at(logits, k) - highest) / sum - (k === j ? 1 : 0);
      for (let c = 0; c < size; c++) {
        at(dU, i)[c] = at(at(dU, i), c) + (weight * at(at(u, k), c)) / temperature / rows;
        at(dU, k)[c] = at(at(dU, k), c) + (weight * at(at(u, i), c)) / temperature / rows;
      }
    }
  }
  const gradient = dU.flatMap((row, i) => {
    const along = normalize ? dot(row, at(u, i)) : 0;
    return row.map((value, c) => (value - along * at(at(u, i), c)) / at(norms, i));
  });
  return { loss, accuracy: hits / rows, gradient };
}
