import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { contrastiveLossWithGradient } from '../../engine/losses/contrastiveLoss';
import { lossVectors } from '../engine/losses/lossVectors';
import { relativeError } from '../engine/ops/relativeError';
import { gpuForTests } from './gpuForTests';

const gpuOf = gpuForTests();

/** One of each kind, all of one shape: products of another one are other programs, which take seconds to compile. */
const ofOneShape = lossVectors.losses.filter(({ z }) => z.length === 16);

test('there is a loss of each kind', () => {
  const kinds = ofOneShape.map(({ config }) => `${config.type} ${config.semiHard}`);
  expect(new Set(kinds).size).toBe(5);
});

test.each(ofOneShape)('$config.type, semi-hard $config.semiHard, is what PyTorch has', async (vector) => {
  const used = gpuOf().bufferManager.numBytesUsed;
  const z = tf.tensor2d(vector.z);
  const found = contrastiveLossWithGradient(z, vector.config);
  const [loss = NaN] = await found.loss.data();
  expect(Math.abs(loss - vector.loss)).toBeLessThan(1e-5 * Math.max(1, Math.abs(vector.loss)));
  expect((await found.contrastiveAccuracy.data())[0]).toBeCloseTo(vector.accuracy, 6);
  expect(relativeError(await found.gradient.data(), vector.gradient.flat())).toBeLessThan(5e-5);
  tf.dispose([z, { ...found }]);
  expect(gpuOf().bufferManager.numBytesUsed, 'bytes left behind').toBe(used);
});
