/** Bins of each channel: fine enough to tell colours, coarse enough that two crops of one image fill the same ones. */
export const binsPerChannel = 8;
/** Bins of a histogram: one for each combination of red, green and blue. */
export const colorBins = binsPerChannel ** 3;

/**
 * Counts the colours of a view into `into`, which has `colorBins` entries and is overwritten: bin (8 r + g) × 8 + b.
 * @param view [S, S, 3], values 0 to 1.
 */
export function colorHistogram(view: Float32Array, into: Uint32Array): Uint32Array {
  into.fill(0);
  for (let i = 0; i < view.length; i += 3) {
    const bin = (binOf(view[i]) * binsPerChannel + binOf(view[i + 1])) * binsPerChannel + binOf(view[i + 2]);
    into[bin] = (into[bin] ?? 0) + 1;
  }
  return into;
}

/** Pixels that two histograms have in common (Swain and Ballard 1991): the sum of the smaller counts. */
export function commonPixels(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let i = 0; i < a.length; i++) {
    const [x = 0, y = 0] = [a[i], b[i]];
    common += x < y ? x : y;
  }
  return common;
}

function binOf(value = 0): number {
  return Math.min(binsPerChannel - 1, Math.floor(value * binsPerChannel));
}
