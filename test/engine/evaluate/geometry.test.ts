import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { alignment } from '../../../engine/evaluate/alignment';
import { contrastiveEntropy } from '../../../engine/evaluate/contrastiveEntropy';
import { collapseWarning, directionVariance } from '../../../engine/evaluate/collapse';
import { globalNorm } from '../../../engine/ops/globalNorm';
import { registerPortableKernels } from '../../../engine/ops/registerPortableKernels';
import { uniformity } from '../../../engine/evaluate/uniformity';
import { lossVectors } from '../losses/lossVectors';
import { allRows, toFeatures, vectors } from './vectors';

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerPortableKernels('cpu');
});

test('alignment equals Wang and Isola’s in float64', () => {
  expect(alignment(allRows)).toBeCloseTo(vectors.alignment, 6);
});

test('uniformity equals Wang and Isola’s in float64, over several tiles', async () => {
  expect(await uniformity(allRows, 0)).toBeCloseTo(vectors.uniformity, 5);
});

test('uniformity is 0 for coinciding rows and for rows of zeros, −8 for opposite ones', async () => {
  expect(await uniformity(toFeatures([1, 1, 2, 2, 3, 3], 2), 0)).toBeCloseTo(0, 6);
  expect(await uniformity(toFeatures([0, 0, 0, 0], 2), 0)).toBeCloseTo(0, 6);
  expect(await uniformity(toFeatures([1, 0, -2, 0], 2), 0)).toBeCloseTo(-8, 6);
});

test.each(lossVectors.entropies)(
  'the entropy of the contrastive distribution equals PyTorch’s at τ = $temperature, normalisation $normalize',
  async ({ z, entropy, ...config }) => {
    const views = toFeatures(z.flat(), z[0]?.length ?? 0);
    expect(await contrastiveEntropy(views, config)).toBeCloseTo(entropy, 5);
  },
);

test('of many views only so many are asked, from all over the batch, and compared with all', async () => {
  // A view of the first half is as dissimilar to all; one of the second sees its own half alone.
  const views = 4096;
  const z = Array.from({ length: views }, (_, row) => (row < views / 2 ? [0, 0] : [1, 0]));
  const config = { temperature: 0.01, normalize: true };
  const expected = (Math.log(views - 1) + Math.log(views / 2 - 1)) / 2;
  expect(await contrastiveEntropy(toFeatures(z.flat(), 2), config)).toBeCloseTo(expected, 6);
});

test('the spread of directions is 0 when all agree and 1 when they cancel out', () => {
  expect(directionVariance(toFeatures([1, 1, 5, 5], 2))).toBeCloseTo(0, 6);
  expect(directionVariance(toFeatures([1, 0, -3, 0, 0, 1, 0, -1], 2))).toBeCloseTo(1, 6);
});

test('the gradient norm is that of all gradients together', () => {
  const norm = globalNorm([tf.tensor([1, 2]), tf.tensor([[2, 4]]), tf.scalar(0)]);
  expect(norm.dataSync()[0]).toBeCloseTo(5, 6);
});

const healthy = {
  rankH: 20,
  largestRankH: 64,
  rankZ: 30,
  largestRankZ: 128,
  varianceZ: 0.9,
  loss: 5.3,
  candidates: 511,
  temperature: 0.5,
};

test('collapse is reported with its signs, and a healthy run is left alone', () => {
  expect(collapseWarning(healthy)).toBeNull();
  expect(collapseWarning({ ...healthy, loss: null })).toBeNull();
  expect(collapseWarning({ ...healthy, varianceZ: 0.001 })).toContain('point the same way');
  expect(collapseWarning({ ...healthy, rankH: 1.2 })).toContain('h has an effective rank of only 1.2');
  expect(collapseWarning({ ...healthy, rankZ: 1.3 })).toContain('z has an effective rank of only 1.3');
  expect(collapseWarning({ ...healthy, loss: Math.log(511) })).toContain('log(2N − 1) = 6.24');
});

test('a high temperature, where no loss goes far below log(2N − 1), is no collapse', () => {
  expect(collapseWarning({ ...healthy, temperature: 100, loss: Math.log(511) - 0.005 })).toBeNull();
});

test('a projection of one dimension cannot have a higher rank', () => {
  expect(collapseWarning({ ...healthy, rankZ: 1, largestRankZ: 1 })).toBeNull();
});
