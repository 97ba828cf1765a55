import { describe, expect, it } from 'vitest';
import type { Listing } from '../../../engine/data/imageSource';
import { limitPositions, planSplit } from '../../../engine/data/split';

/** A listing with so many images of each class; a class `null` is unlabelled. The images are interleaved. */
function listing(counts: readonly number[], unlabelled = 0): Listing {
  const rounds = Math.max(...counts);
  const labels = Array.from({ length: rounds }, (_, round) =>
    counts.flatMap((count, label) => (round < count ? [label] : [])),
  ).flat();
  labels.push(...Array<number>(unlabelled).fill(-1));
  return {
    ids: labels.map((_, i) => `image/${String(i)}`),
    classes: counts.map((_, i) => `class ${String(i)}`),
    labels: Int32Array.from(labels),
    parts: null,
    factors: null,
  };
}

/** How many of the positions each class has. */
function countsOf({ labels }: Listing, positions: Int32Array, classes: number): number[] {
  const own = [...positions].map((position) => labels?.[position]);
  return Array.from({ length: classes }, (_, label) => own.filter((value) => value === label).length);
}

describe('planSplit', () => {
  it('holds out the share of each class, each image once', () => {
    const data = listing([100, 50, 10, 3, 2]);
    const { train, test, origin } = planSplit(data, 0.2, 0);
    expect(countsOf(data, test, 5)).toEqual([20, 10, 2, 1, 1]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...data.ids.keys()]);
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
    expect(origin).toBe('seeded, 20 % of each class');
  });

  it('never holds out the last image of a class, and names it', () => {
    const data = listing([4, 1, 2]);
    const { test, warnings } = planSplit(data, 0.9, 0);
    expect(countsOf(data, test, 3)).toEqual([3, 0, 1]);
    expect(warnings).toEqual(['Alone in their class, so trained on and not evaluated: image/1.']);
  });

  it('depends on the seed, and on nothing else', () => {
    const data = listing([200, 200]);
    const test = (seed: number) => [...planSplit(data, 0.2, seed).test];
    expect(test(1)).toEqual(test(1));
    expect(test(1)).not.toEqual(test(2));
    // Neither the first images nor the last: positions spread over the whole.
    const mean = test(1).reduce((sum, position) => sum + position, 0) / 80;
    expect(Math.abs(mean - 200)).toBeLessThan(5 * (400 / Math.sqrt(12 * 80)));
  });

  it('trains on images without a label', () => {
    const data = listing([10, 10], 30);
    const { train, test } = planSplit(data, 0.5, 0);
    expect([...test].every((position) => (data.labels?.[position] ?? -1) >= 0)).toBe(true);
    expect([train.length, test.length]).toEqual([40, 10]);
  });

  it('splits images without any labels', () => {
    const data: Listing = { ...listing([10]), labels: null, classes: null };
    const { train, test, origin, warnings } = planSplit(data, 0.25, 0);
    expect([train.length, test.length]).toEqual([7, 3]);
    expect([origin, warnings]).toEqual(['seeded, 25 % of the images', []]);
  });
});

describe('limitPositions', () => {
  const all = (data: Listing) => Int32Array.from(data.ids.keys());

  it('takes as many of each class, and more of the large ones where the small ones end', () => {
    const data = listing([100, 40, 3]);
    const chosen = (limit: number) => countsOf(data, limitPositions(all(data), data.labels, limit, 0), 3);
    expect(chosen(9)).toEqual([3, 3, 3]);
    expect(chosen(63)).toEqual([30, 30, 3]);
    expect(chosen(120)).toEqual([77, 40, 3]);
    expect(chosen(143)).toEqual([100, 40, 3]);
    const [a = 0, b = 0, c = 0] = chosen(8);
    expect([a, b, c].sort()).toEqual([2, 3, 3]);
  });

  it('keeps the share of unlabelled images', () => {
    const data = listing([50, 50], 300);
    const chosen = limitPositions(all(data), data.labels, 40, 0);
    expect(countsOf(data, chosen, 2)).toEqual([5, 5]);
    expect(chosen.length).toBe(40);
  });

  it('depends on the seed and stays in order', () => {
    const data = listing([100, 100]);
    const chosen = (seed: number) => [...limitPositions(all(data), data.labels, 50, seed)];
    expect(chosen(1)).toEqual(chosen(1).sort((a, b) => a - b));
    expect(chosen(1)).not.toEqual(chosen(2));
    expect(new Set(chosen(1)).size).toBe(50);
  });
});
