import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { ViewBatch } from '../../../engine/augment/viewLoader';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { openBackend } from '../../../engine/backends/openBackend';
import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { PhiloxStream } from '../../../engine/random/philox';
import { Learner } from '../../../engine/train/learner';
import { assignVariables, readVariables } from '../../../engine/models/namedVariables';
import { inChunks } from './inChunks';

beforeAll(async () => {
  await openBackend(runConfigSchema.parse({ device: { backend: 'cpu', threads: 2 } }).device);
});

const side = 8;
const base: RunConfigInput = { batchSize: 4, encoder: { architecture: 'resnet8', width: 4 } };

function batchOf(step: number, microBatch: number | null): ViewBatch {
  const random = new PhiloxStream(5, 1000, step);
  const values = Float32Array.from({ length: 8 * side * side * 3 }, () => random.uniform());
  const views = tf.tensor4d(values, [8, side, side, 3]);
  return {
    ...{ epoch: 0, stepInEpoch: step, indices: Int32Array.of(0, 1, 2, 3) },
    ...inChunks(views, microBatch),
    release: () => views.dispose(),
  };
}

/** Takes steps first to end − 1; the losses. */
async function train(
  learner: Learner,
  first: number,
  end: number,
  microBatch: number | null = null,
): Promise<number[]> {
  const losses: number[] = [];
  for (let step = first; step < end; step++) {
    const batch = batchOf(step, microBatch);
    const outcome = learner.step(batch, Int32Array.of(0, 1, -1, 1), 0.05);
    batch.release();
    losses.push((await outcome.loss.data())[0] ?? NaN);
    tf.dispose({ ...outcome });
  }
  return losses;
}

test.each<[string, RunConfigInput]>([
  ['SGD', { optimizer: { type: 'sgd', nesterov: true } }],
  [
    'LARS with batch norm in the head',
    { optimizer: { type: 'lars' }, head: { batchNorm: true, hiddenLayers: 2 } },
  ],
  ['Adam with micro-batches', { optimizer: { type: 'adam' }, microBatch: 2 }],
  ['a linear head', { head: { type: 'linear', outputSize: 5 } }],
  ['no head and no normalisation', { head: { type: 'none' }, loss: { normalize: false, temperature: 10 } }],
])('%s: restored from its variables it goes on bit for bit, and leaks nothing', async (_name, input) => {
  const config = runConfigSchema.parse({ ...base, ...input });
  const tensorsBefore = tf.memory().numTensors;
  const uninterrupted = new Learner(config, side, 2);
  await train(uninterrupted, 0, 3, config.microBatch);
  const saved = await readVariables(uninterrupted.variables);
  const tensorsHeld = tf.memory().numTensors;
  const expected = await train(uninterrupted, 3, 6, config.microBatch);
  expect(tf.memory().numTensors).toBe(tensorsHeld);

  const resumed = new Learner(config, side, 2);
  assignVariables(resumed.variables, saved);
  resumed.stepsTaken = 3;
  expect(await train(resumed, 3, 6, config.microBatch)).toEqual(expected);
  expect(await readVariables(resumed.variables)).toEqual(await readVariables(uninterrupted.variables));

  resumed.dispose();
  uninterrupted.dispose();
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

test('restoring names a tensor that is missing, superfluous or of another shape', async () => {
  const learner = new Learner(runConfigSchema.parse(base), side, null);
  const saved = await readVariables(learner.variables);
  const { variables } = learner;
  const [first, ...others] = saved;
  if (!first) throw new Error('a learner has variables');
  expect(() => assignVariables(variables, others)).toThrow(`lacks the tensor ${first.name}`);
  expect(() => assignVariables(variables, [...saved, { ...first, name: 'extra' }])).toThrow('a tensor extra');
  expect(() => assignVariables(variables, [{ ...first, shape: [1, 2] }, ...others])).toThrow(
    'is [1,2], not [3,3,3,4]',
  );
  learner.dispose();
});

test('both builds with fused multiply-add train to the same bits, so that a resumed run may use either', async () => {
  const values: unknown[] = [];
  for (const build of ['wide', 'narrow'] as const) {
    await openCpuBackend({ build, threads: 2 });
    const learner = new Learner(runConfigSchema.parse({ ...base, head: { outputSize: 7 } }), side, 3);
    await train(learner, 0, 4);
    values.push(await readVariables(learner.variables));
    learner.dispose();
  }
  expect(values[1]).toEqual(values[0]);
});

test('memory is flat over a thousand steps', async () => {
  const learner = new Learner(runConfigSchema.parse(base), side, 2);
  await train(learner, 0, 2);
  const held = tf.memory();
  for (let round = 0; round < 10; round++) await train(learner, 0, 100);
  expect(tf.memory()).toEqual(held);
  learner.dispose();
});
