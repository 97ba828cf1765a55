import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { classifyKnn } from '../../../engine/evaluate/knn';
import { accuracy, majorityShare } from '../../../engine/evaluate/accuracy';
import { classify, fitLogisticRegression } from '../../../engine/evaluate/logisticRegression';
import { OnlineProbe } from '../../../engine/evaluate/onlineProbe';
import { registerPortableKernels } from '../../../engine/ops/registerPortableKernels';
import { allRows, rowRange, toFeatures, vectors } from './vectors';

beforeAll(async () => {
  await tf.setBackend('cpu');
  registerPortableKernels('cpu');
});

const { classes, size, trainCount } = vectors;
const labels = Int32Array.from(vectors.labels);
const train = { ...rowRange(allRows, 0, trainCount), labels: labels.slice(0, trainCount) };
const held = rowRange(allRows, trainCount, allRows.count);
const testLabels = labels.slice(trainCount);

describe('logistic regression', () => {
  test.each(vectors.logistic)(
    'reaches PyTorch’s float64 optimum, l2 = $l2',
    async ({ l2, loss, accuracy: best }) => {
      const before = tf.memory().numTensors;
      const classifier = await fitLogisticRegression(train, classes, l2);
      expect(Math.abs(classifier.loss - loss)).toBeLessThan(1e-5);
      const predicted = await classify(classifier, held);
      // One of the 300 rows may lie on the border between two classes.
      expect(Math.abs(accuracy(predicted, testLabels) - best)).toBeLessThan(1.5 / 300);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  test('learns nothing from features that do not vary, without a NaN', async () => {
    const constant = { ...toFeatures([3, 3, 3, 3, 3, 3], 1), labels: Int32Array.of(0, 1, 1, 1, 0, 1) };
    const classifier = await fitLogisticRegression(constant, 2);
    expect(classifier.loss).toBeCloseTo(-(Math.log(2 / 3) * 4 + Math.log(1 / 3) * 2) / 6, 4);
    expect([...(await classify(classifier, constant))]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('weighted kNN', () => {
  test.each(vectors.knn)('equals the float64 reference, k = $k, τ = $temperature', async (expected) => {
    const before = tf.memory().numTensors;
    const { k, temperature, predicted } = expected;
    const found = await classifyKnn(train, held, classes, { neighbours: k, temperature });
    expect([...found]).toEqual(predicted);
    expect(tf.memory().numTensors).toBe(before);
  });

  // Lengths are powers of two, so every similarity is exact.
  const bank = toFeatures([0, 4, 2, 0, 1, 0, 0, 1, 8, 0, -1, 0], 2);

  test('of equally near neighbours the earlier ones vote', async () => {
    const options = { neighbours: 2, temperature: 1 };
    const of = (...order: number[]) =>
      classifyKnn({ ...bank, labels: Int32Array.from(order) }, toFeatures([1, 0], 2), 3, options);
    // Rows 1, 2 and 4 are all at similarity 1; only rows 1 and 2 count.
    expect([...(await of(0, 2, 2, 0, 1, 0))]).toEqual([2]);
    expect([...(await of(0, 2, 1, 0, 2, 0))]).toEqual([1]);
  });

  test('more neighbours than rows and a tiny temperature are no problem', async () => {
    const options = { neighbours: 100, temperature: 1e-4 };
    const labelled = { ...bank, labels: Int32Array.of(0, 1, 1, 0, 2, 2) };
    expect([...(await classifyKnn(labelled, toFeatures([1, 0, -1, 0, 0, 1], 2), 3, options))]).toEqual([
      1, 2, 0,
    ]);
  });
});

describe('online probe', () => {
  const { batch, rate } = vectors.probe;
  const known = labels.map((label, i) => (i % 9 === 4 ? -1 : label));
  const trainOn = (probe: OnlineProbe, scale = 1) => {
    for (let start = 0; start < allRows.count; start += batch) {
      const rows = rowRange(allRows, start, start + batch);
      tf.tidy(() => {
        const features = tf.tensor2d(rows.data, [batch, size]);
        probe.train(tf.mul(features, scale), known.slice(start, start + batch));
      });
    }
  };
  const values = (probe: OnlineProbe, name: string) =>
    probe.state.find((entry) => entry.name === name)?.variable.dataSync() ?? new Float32Array();

  test('follows torch.optim.SGD in float64, leaving unlabelled rows out', async () => {
    const before = tf.memory().numTensors;
    const probe = new OnlineProbe('h', size, classes, rate);
    trainOn(probe);
    const weight = values(probe, 'probe.h.weight');
    vectors.probe.weight.forEach((value, i) => expect(Math.abs((weight[i] ?? 0) - value)).toBeLessThan(2e-4));
    const bias = values(probe, 'probe.h.bias');
    vectors.probe.bias.forEach((value, i) => expect(Math.abs((bias[i] ?? 0) - value)).toBeLessThan(2e-4));
    expect(await probe.accuracy(allRows, known)).toBeCloseTo(vectors.probe.accuracy, 2);
    probe.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('does not mind the scale of the features', async () => {
    for (const scale of [1e-6, 1e5]) {
      const probe = new OnlineProbe('z', size, classes, rate);
      trainOn(probe, scale);
      const scaled = { ...allRows, data: allRows.data.map((value) => value * scale) };
      expect(await probe.accuracy(scaled, known)).toBeCloseTo(vectors.probe.accuracy, 2);
      probe.dispose();
    }
  });

  test('a batch without labels, or of equal rows, leaves it sound', async () => {
    const probe = new OnlineProbe('h', 2, 2, 0.1);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      probe.train(tf.ones([3, 2]), Int32Array.of(-1, -1, -1));
      probe.train(tf.ones([3, 2]), Int32Array.of(0, 1, 1));
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(await probe.accuracy(toFeatures([1, 1], 2), Int32Array.of(1))).toBe(1);
    probe.dispose();
  });
});

test('accuracies leave images without a label out', () => {
  expect(accuracy(Int32Array.of(1, 1, 0, 2), Int32Array.of(1, -1, 1, 2))).toBeCloseTo(2 / 3);
  expect(majorityShare(Int32Array.of(3, -1, 3, 0, -1))).toBeCloseTo(2 / 3);
});
