import { expect, test } from 'vitest';
import type { LabelledImages } from '../../../engine/evaluate/labelLearning';
import { chooseLabelShares } from '../../../engine/evaluate/semiSupervised';

/** 300 images of three classes, of which the third is rare; the indices name every second image. */
const count = 300;
const trainLabels = Int32Array.from({ length: count }, (_, i) => (i % 15 === 0 ? 2 : i % 2));
const part = {
  images: { path: '', count: 2 * count, index: new Float64Array(new SharedArrayBuffer(0)) },
  imageSize: 8,
  indices: Int32Array.from({ length: count }, (_, i) => 2 * i),
};
const all: LabelledImages = {
  ...{ classes: 3, train: part, trainLabels, test: part, testLabels: trainLabels },
};

test('shares are balanced over classes, nested, and name the right labels', () => {
  const [small, large, whole] = chooseLabelShares(all, [0.05, 0.3, 1], 7);
  const counts = (share: typeof small) =>
    [0, 1, 2].map((label) => share?.images.trainLabels.filter((each) => each === label).length);
  expect(counts(small)).toEqual([5, 5, 5]);
  // The rare class has twenty images in all; the others share the rest.
  expect(counts(large)).toEqual([35, 35, 20]);
  expect(whole?.images.train.indices).toEqual(part.indices);
  const inLarge = new Set(large?.images.train.indices);
  small?.images.train.indices.forEach((image, place) => {
    expect(inLarge.has(image)).toBe(true);
    expect(small.images.trainLabels[place]).toBe(trainLabels[image / 2]);
  });
});

test('another seed chooses other images', () => {
  const of = (seed: number) => chooseLabelShares(all, [0.1], seed)[0]?.images.train.indices;
  expect(of(1)).toEqual(of(1));
  expect(of(2)).not.toEqual(of(1));
});
