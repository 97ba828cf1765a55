/**
 * Random numbers over [0, 1) that depend on the seed alone (mulberry32): the same picture comes of the same run every
 * time.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `most` of the numbers 0 to `count` − 1, each with the same chance, ascending; all where there are no more. */
export function fairSample(count: number, most: number, seed: number): Int32Array {
  const all = Int32Array.from({ length: count }, (_, i) => i);
  if (count <= most) return all;
  const random = seededRandom(seed);
  for (let i = 0; i < most; i++) {
    const j = i + Math.floor(random() * (count - i));
    const chosen = all[j] ?? 0;
    all[j] = all[i] ?? 0;
    all[i] = chosen;
  }
  return all.slice(0, most).sort();
}
