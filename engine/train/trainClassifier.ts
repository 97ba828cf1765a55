import { dispose, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { openViewLoader } from '../augment/openViewLoader';
import { loaderThreadCount } from '../augment/loaderThreadCount';
import type { AugmentConfig } from '../config/augmentation';
import { freeUnused } from '../backends/freeUnused';
import { runConfigSchema, type DeviceConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { embedH } from '../evaluate/embed';
import type { EvaluationImages } from '../evaluate/evaluationSplits';
import { globalNorm } from '../ops/globalNorm';
import { fitStandardization, type Standardization } from '../evaluate/standardize';
import { createHead } from '../models/head';
import type { Network } from '../models/parameter';
import { createStandardizedClassifier } from '../models/standardizedClassifier';
import { learningRateAt } from '../optim/learningRate';
import { createOptimizer } from '../optim/optimizer';
import type { ClassifierRecipe } from '../runs/evaluationRecord';
import { classifierStep } from './classifierStep';
import { LossScaling } from './lossScaling';
import { checkSkipped } from './skippedSteps';

/** What a classifier learns from, and how. */
export interface ClassifierTraining {
  /** The network under the classifier: images to h. */
  readonly encoder: Network<Tensor4D, Tensor2D>;
  /**
   * frozen: the classifier alone learns; pretrained: the encoder learns too; scratch: so it does, from its first
   * values. In the first two, h is shifted and scaled to what the paper's learning rates are meant for.
   */
  readonly start: 'frozen' | 'pretrained' | 'scratch';
  readonly classes: number;
  /** Images to learn from, and the class of each. */
  readonly train: EvaluationImages;
  readonly labels: Int32Array;
  readonly augment: AugmentConfig;
  readonly recipe: ClassifierRecipe;
  /** Seed of the classifier's first values, the order of the images and the views. */
  readonly seed: number;
  readonly loaderThreads: DeviceConfig['loaderThreads'];
  /** Called after each step; what it throws ends the training. */
  readonly onStep: () => void;
}

/** Images that the statistics of h are taken over, at most. */
const mostForStatistics = 4096;

/** Images a step: those of the recipe, or all there are. */
function batchSizeOf({ batchSize }: ClassifierRecipe, images: number): number {
  return Math.min(batchSize, images);
}

/** Steps that a recipe takes on so many images: whole batches, at least one. */
export function classifierSteps(recipe: ClassifierRecipe, images: number): number {
  return Math.max(1, Math.round(recipe.epochs * Math.floor(images / batchSizeOf(recipe, images))));
}

/**
 * Trains a linear classifier on h, and the encoder under it unless that is frozen, by stochastic gradient descent with
 * Nesterov momentum 0.9 and a cosine decay of the learning rate (paper, appendices B.5 and B.6). An epoch takes one view
 * of each image, and leaves out the images that do not fill a batch.
 * @returns the classifier, whose `dispose` is the caller's to call.
 * @throws UserError when the decoded images cannot be read, the loss is no number any more, or mixed precision skips every step.
 */
export async function trainClassifier(options: ClassifierTraining): Promise<Network<Tensor2D, Tensor2D>> {
  const { encoder, start, classes, train, labels, augment, recipe, seed, loaderThreads } = options;
  const { images, imageSize, indices } = train;
  const batchSize = batchSizeOf(recipe, indices.length);
  const total = classifierSteps(recipe, indices.length);
  await freeUnused();
  const { head, optimizer: settings, schedule } = configOf(recipe, classes);
  const classifier =
    start === 'scratch'
      ? createHead(head, encoder.outputSize, seed)
      : createStandardizedClassifier(await statistics(encoder, train, batchSize), classes, seed);
  const frozen = start === 'frozen';
  const learning = frozen ? classifier.parameters : [...encoder.parameters, ...classifier.parameters];
  const optimizer = createOptimizer(settings, learning);
  const scaling = LossScaling.open();
  scaling?.reset();
  const changing = [...learning, ...(frozen ? [] : encoder.buffers), ...optimizer.state].map(
    ({ variable }) => variable,
  );
  const labelOf = new Map(Array.from(indices, (image, place) => [image, labels[place] ?? 0]));
  const loader = await openViewLoader({
    ...{ images, only: indices, branches: 1, imageSize, batchSize, augment, seed },
    threads: loaderThreadCount(loaderThreads),
    start: { epoch: 0, stepInEpoch: 0 },
  });
  try {
    for (let step = 0; step < total; step++) {
      const batch = await loader.next();
      const views = batch.tensor(0);
      const classesOfBatch = batch.indices.map((image) => labelOf.get(image) ?? 0);
      scaling?.begin(changing);
      const outcome = classifierStep({ encoder, classifier, views, labels: classesOfBatch, frozen });
      const rate = learningRateAt(step, total, { optimizer: settings, schedule, batchSize });
      optimizer.apply(outcome.gradients, rate);
      if (scaling) {
        const norm = globalNorm(outcome.gradients);
        scaling.end(norm, changing);
        norm.dispose();
      }
      const [loss] = await outcome.loss.data();
      dispose([views, outcome.loss, ...outcome.gradients]);
      batch.release();
      if (!Number.isFinite(loss)) throw new UserError(diverged(recipe, step, scaling !== null));
      options.onStep();
    }
    if (scaling) checkSkipped(await scaling.read());
    return classifier;
  } catch (error) {
    classifier.dispose();
    throw error;
  } finally {
    optimizer.dispose();
    await loader.close();
  }
}

function diverged({ learningRate }: ClassifierRecipe, step: number, mixed: boolean): string {
  const other = mixed ? ', or "float32" for device.precision' : '';
  return `training on labels came to numbers that are not finite at step ${step + 1}: use a learning rate below ${learningRate}${other}`;
}

/** Mean and scale of h over some of the images, as the encoder has it at the start. */
async function statistics(
  encoder: Network<Tensor4D, Tensor2D>,
  train: EvaluationImages,
  batchSize: number,
): Promise<Standardization> {
  const every = Math.ceil(train.indices.length / mostForStatistics);
  const indices = train.indices.filter((_, place) => place % every === 0);
  const h = await embedH(encoder, { ...train, indices }, Math.min(batchSize, 512));
  // A step of training has other sizes.
  await freeUnused();
  return fitStandardization(h);
}

/** The parts of a run's configuration that a classifier takes its layer, its optimizer and its schedule from. */
function configOf({ learningRate, weightDecay }: ClassifierRecipe, classes: number) {
  return runConfigSchema.parse({
    head: { type: 'linear', outputSize: classes },
    optimizer: { type: 'sgd', learningRate, scaling: 'linear', momentum: 0.9, nesterov: true, weightDecay },
    schedule: { type: 'cosine', warmupFraction: 0 },
  });
}
