import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { judgeImages } from '../../../engine/evaluate/judgeImages';
import { PhiloxStream } from '../../../engine/random/philox';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const count = 200;
const random = new PhiloxStream(5, 99);
const labels = Int32Array.from({ length: count }, (_, i) => (i % 50 === 49 ? -1 : i % 4));
/** Rows that lie around the corner of their class; the others are noise. */
const rows = (spread: number) => {
  const data = Float32Array.from({ length: count * 4 }, (_, i) => {
    const corner = i % 4 === labels[Math.floor(i / 4)] ? 1 : 0;
    return (spread < 10 ? corner : 0) + spread * random.normal();
  });
  return { data, count, size: 4 };
};

const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
const share = (correct: readonly (boolean | null)[]) =>
  correct.filter((each) => each === true).length / correct.filter((each) => each !== null).length;

it('judges each image by probes that have not seen it: what is there is found, and nothing is learned by heart', async () => {
  const told: number[] = [];
  const { h, z } = await judgeImages({ h: rows(0.15), z: rows(50) }, { labels, classes: 4 }, 1, {
    ...hooks,
    onProgress: ({ done, total }) => void told.push(done / total),
  });
  expect(share(h.correct)).toBeGreaterThan(0.97);
  // A probe that had seen the noise would name it right more often than one in four times.
  expect(share(z.correct)).toBeGreaterThan(0.1);
  expect(share(z.correct)).toBeLessThan(0.4);
  expect(told).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  h.correct.forEach((correct, i) => {
    const label = labels[i] ?? 0;
    expect(correct === null).toBe(label < 0);
    if (label < 0) return;
    expect(correct).toBe(h.predicted[i] === label);
    // A class named right by a clear margin costs little, and one named wrong at least log 2.
    expect(h.loss[i]).toBeGreaterThan(correct === true ? 0 : Math.log(2) - 1e-9);
  });
});

it('leaves nothing behind, and ends when it is told to', async () => {
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const judging = judgeImages({ h: rows(1), z: rows(1) }, { labels, classes: 4 }, 1, {
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done === 3) controller.abort(new Error('enough'));
    },
  });
  await expect(judging).rejects.toThrow('enough');
  expect(tf.memory().numTensors).toBe(before);
});
