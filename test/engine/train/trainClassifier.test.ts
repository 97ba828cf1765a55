import * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../engine/backends/openBackend';
import { augmentSchema } from '../../../engine/config/augmentation';
import { openDataset } from '../../../engine/data/openDataset';
import { chooseEvaluationImages } from '../../../engine/evaluate/evaluationSplits';
import { learnFromLabels, type LabelledImages } from '../../../engine/evaluate/labelLearning';
import { createEncoder, type Encoder } from '../../../engine/models/encoder';
import { readVariables } from '../../../engine/models/namedVariables';
import { classifierSteps, type ClassifierTraining } from '../../../engine/train/trainClassifier';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from './tinyRun';

beforeAll(() => openBackend(tinyConfig().device));

const folder = temporaryFolder();
const { data, encoder: settings } = tinyConfig({
  data: { builtin: { train: 120, test: 60, size: 16 }, imageSize: 16 },
});
const recipe = { epochs: 10, batchSize: 20, learningRate: 0.4, weightDecay: 0 };
const whole = augmentSchema.parse({ transforms: [{ type: 'crop', p: 0 }, { type: 'flip' }] });

let images: LabelledImages;
beforeEach(async () => {
  const options = { baseFolder: folder(), runsFolder: join(folder(), 'runs'), seed: 0 };
  const { train, test, labels } = chooseEvaluationImages(await openDataset(data, options), 1000, 0);
  if (labels === null) throw new Error('the built-in images have labels');
  images = { classes: labels.classes, train, test, trainLabels: labels.train, testLabels: labels.test };
});

async function learn(
  encoder: Encoder,
  changes: Partial<Pick<ClassifierTraining, 'start' | 'recipe' | 'onStep'>> = {},
  judged: Partial<LabelledImages> = {},
) {
  const { start = 'frozen', onStep = () => undefined, ...rest } = changes;
  const task = { encoder, start, augment: whole, recipe, ...rest };
  const setting = { seed: 5, loaderThreads: 1, batchSize: 32, onStep };
  return learnFromLabels(task, { ...images, ...judged }, setting);
}

/** The training images themselves, to see whether anything is learnt. */
const onTraining = () => ({ test: images.train, testLabels: images.trainLabels });

describe('learning from labels', () => {
  it('moves nothing in a frozen encoder, batch norm included, and fits what its features tell', async () => {
    const encoder = createEncoder(settings, 16, 0);
    const state = () => readVariables([...encoder.parameters, ...encoder.buffers]);
    const before = await state();
    const { top1 } = await learn(encoder, {}, onTraining());
    expect(await state()).toEqual(before);
    // Ten classes: 0.1 is chance.
    expect(top1).toBeGreaterThan(0.25);
    encoder.dispose();
  });

  it('fits the training images far better when the encoder learns too', async () => {
    const tuned = createEncoder(settings, 16, 0);
    const before = await readVariables(tuned.parameters);
    const { top1 } = await learn(
      tuned,
      { start: 'scratch', recipe: { ...recipe, epochs: 40 } },
      onTraining(),
    );
    expect(await readVariables(tuned.parameters)).not.toEqual(before);
    const frozen = createEncoder(settings, 16, 0);
    expect(top1).toBeGreaterThan((await learn(frozen, {}, onTraining())).top1 + 0.1);
    tuned.dispose();
    frozen.dispose();
  });

  it('is repeatable, counts its steps, and leaves no tensor behind', async () => {
    let steps = 0;
    const report = async () => {
      const encoder = createEncoder(settings, 16, 0);
      const found = await learn(encoder, { start: 'scratch', onStep: () => void steps++ });
      encoder.dispose();
      return found;
    };
    const first = await report();
    expect(steps).toBe(classifierSteps(recipe, 120));
    expect(steps).toBe(60);
    const before = tf.memory().numTensors;
    expect(await report()).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ends with what a step throws, and frees what it held', async () => {
    const encoder = createEncoder(settings, 16, 0);
    const before = tf.memory().numTensors;
    const onStep = () => {
      throw new Error('enough');
    };
    await expect(learn(encoder, { start: 'pretrained', onStep })).rejects.toThrow('enough');
    expect(tf.memory().numTensors).toBe(before);
    encoder.dispose();
  });

  it('says that it diverged instead of giving a result', async () => {
    const encoder = createEncoder(settings, 16, 0);
    // With such a decay every step turns the weights around, a good deal longer.
    const wild = { ...recipe, learningRate: 1000, weightDecay: 1 };
    await expect(learn(encoder, { start: 'pretrained', recipe: wild })).rejects.toThrow(
      /not finite at step \d+: use a learning rate below 1000/,
    );
    encoder.dispose();
  });
});
