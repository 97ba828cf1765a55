import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { AugmentConfig } from '../config/augmentation';
import { freeUnused } from '../backends/freeUnused';
import type { DeviceConfig } from '../config/runConfig';
import type { Network } from '../models/parameter';
import type { ClassifierRecipe, TrainedResult } from '../runs/evaluationRecord';
import { trainClassifier, type ClassifierTraining } from '../train/trainClassifier';
import { classificationReport, type ClassificationReport } from './classificationReport';
import { embed } from './embed';
import type { EvaluationImages } from './evaluationSplits';

/** Images to learn from and to be judged on, and their classes. */
export interface LabelledImages {
  readonly classes: number;
  readonly train: EvaluationImages;
  readonly trainLabels: Int32Array;
  readonly test: EvaluationImages;
  readonly testLabels: Int32Array;
}

/** What everything that learns from labels in one evaluation has in common. */
export interface LearningSetting {
  readonly seed: number;
  readonly loaderThreads: DeviceConfig['loaderThreads'];
  /** Images embedded at once when judging. */
  readonly batchSize: number;
  /** Called after each step, and after each batch that is judged; what it throws ends the work. */
  readonly onStep: () => void;
}

/** A network, how it begins, and what it learns by. */
export interface LearningTask {
  readonly encoder: Network<Tensor4D, Tensor2D>;
  readonly start: ClassifierTraining['start'];
  readonly augment: AugmentConfig;
  readonly recipe: ClassifierRecipe;
}

/** Trains a classifier on the encoder, and the encoder too unless it is frozen, and judges both on whole test images. */
export async function learnFromLabels(
  { encoder, start, augment, recipe }: LearningTask,
  { classes, train, trainLabels, test, testLabels }: LabelledImages,
  { seed, loaderThreads, batchSize, onStep }: LearningSetting,
): Promise<ClassificationReport> {
  const classifier = await trainClassifier({
    ...{ encoder, start, classes, train, labels: trainLabels, augment, recipe, seed, loaderThreads, onStep },
  });
  try {
    await freeUnused();
    const { z } = await embed({ encoder, head: classifier }, test, batchSize);
    return classificationReport(Float64Array.from(z.data), testLabels, classes);
  } finally {
    classifier.dispose();
  }
}

/** What is kept of a network that was trained to be compared with others. */
export function trainedResult({ top1, top5 }: ClassificationReport, recipe: ClassifierRecipe): TrainedResult {
  return { top1, top5, recipe };
}
