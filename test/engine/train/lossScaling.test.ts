import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test } from 'vitest';
import { closeBackend } from '../../../engine/backends/closeBackend';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import { createLossScale } from '../../../engine/backends/lossScale';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import { readVariables } from '../../../engine/models/namedVariables';
import { learnerOf, step } from '../../gpu/learnerOnNoise';

afterEach(closeBackend);

const batch = { side: 12, images: 6 };
const config: RunConfigInput = {
  encoder: { architecture: 'resnet8', width: 4 },
  head: { outputSize: 8 },
  optimizer: { type: 'lars' },
  batchSize: batch.images,
};

test.each([null, 2])(
  'a step whose gradients overflow leaves everything as it was, in micro-batches of %s',
  async (microBatch) => {
    await openCpuBackend({ threads: 1 });
    const one = learnerOf({ ...config, microBatch }, batch);
    expect(one.scaling).toBeNull();
    for (const number of [0, 1]) await step(one, batch, number, true);
    const wanted = await readVariables(one.variables);
    one.dispose();

    // As the GPU backend has it in mixed precision; what overflows there is noted here by hand.
    Object.assign(tf.backend(), { lossScale: createLossScale('dynamic') });
    const learner = learnerOf({ ...config, microBatch }, batch);
    const { scaling } = learner;
    await step(learner, batch, 0, true);
    expect(await scaling?.read()).toEqual({ scale: 2 ** 16, skipped: 0, skippedInARow: 0 });
    const before = await readVariables(learner.variables);
    const names = before.map(({ name }) => name).join(' ');
    for (const part of [
      'conv1.weight',
      'running_var',
      'optimizer.momentum',
      'probe.h.seen',
      'probe.z.bias',
    ]) {
      expect(names).toContain(part);
    }
    const { numTensors } = tf.memory();
    scaling?.restore({ lossScale: [2 ** 14, 2 ** -14, 1, 7, 0, 0] });
    await step(learner, batch, 1, true);
    expect(await scaling?.save()).toEqual({ lossScale: [2 ** 13, 2 ** -13, 0, 0, 1, 1] });
    expect(await readVariables(learner.variables)).toEqual(before);

    // A gradient that is no number, noted by nobody.
    const [loss] = await step(learner, batch, NaN, true);
    expect(loss).toBeNaN();
    expect(await scaling?.read()).toEqual({ scale: 2 ** 12, skipped: 2, skippedInARow: 2 });
    expect(await readVariables(learner.variables)).toEqual(before);
    expect(tf.memory().numTensors).toBe(numTensors);

    await step(learner, batch, 1, true);
    expect(await scaling?.read()).toEqual({ scale: 2 ** 12, skipped: 2, skippedInARow: 0 });
    expect(await readVariables(learner.variables)).toEqual(wanted);
    learner.dispose();
  },
);
