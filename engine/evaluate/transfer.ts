import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { freeUnused } from '../backends/freeUnused';
import type { AugmentConfig } from '../config/augmentation';
import type { Network } from '../models/parameter';
import type { Accuracies, EvaluationRequest, TransferResult } from '../runs/evaluationRecord';
import { classifierSteps } from '../train/trainClassifier';
import { fitWithChosenPenalty } from './choosePenalty';
import { classificationReport } from './classificationReport';
import { embedH } from './embed';
import type { OpenEncoder } from './frozenNetwork';
import { learnFromLabels, trainedResult, type LabelledImages, type LearningSetting } from './labelLearning';
import { cropAndFlip, fineTuneRecipe, scratchRecipe } from './labelRecipes';
import { classScores } from './logisticRegression';

/** Encoders that are compared; the supervised one learnt the run's labels. */
export type TransferSource = 'pretrained' | 'random' | 'supervised';

/** What a transfer is made with. */
export interface TransferOptions {
  readonly augment: AugmentConfig;
  readonly request: EvaluationRequest;
  readonly openEncoder: OpenEncoder;
  /** Whether there is a supervised encoder to open. */
  readonly supervised: boolean;
  /** Called before each fit of a linear classifier; what it throws ends the work. */
  readonly onFit: () => void;
  /** Called while images are embedded; what it throws ends the work. */
  readonly onEmbedded: () => void;
}

function recipeFor(source: TransferSource, images: number, request: EvaluationRequest) {
  const fineTuning = fineTuneRecipe(images, 1, request);
  return source === 'random' ? scratchRecipe(fineTuning) : fineTuning;
}

/** Steps that `transferTo` takes on so many training images of the target. */
export function transferSteps(images: number, request: EvaluationRequest, supervised: boolean): number {
  const sources: TransferSource[] = ['pretrained', 'random', ...(supervised ? ['supervised' as const] : [])];
  return sources.reduce(
    (sum, source) => sum + classifierSteps(recipeFor(source, images, request), images),
    0,
  );
}

/**
 * How an encoder does on other images (paper, section 6 and appendix B.8): logistic regression on h of whole images,
 * its penalty chosen on a part of the training images, and the whole network trained on the target's labels. Beside the
 * checkpoint's encoder stand the same network with its first values, and one that learnt the run's labels.
 */
export async function transferTo(
  images: LabelledImages,
  options: TransferOptions,
  setting: LearningSetting,
): Promise<Pick<TransferResult, 'linear' | 'fineTuned'>> {
  const { augment, request, openEncoder, supervised } = options;
  const withEncoder = async <T>(
    source: TransferSource,
    work: (encoder: Network<Tensor4D, Tensor2D>) => Promise<T>,
  ): Promise<T> => {
    const encoder = openEncoder(source === 'random' ? 'scratch' : source);
    try {
      return await work(encoder);
    } finally {
      encoder.dispose();
    }
  };
  const linear = (source: TransferSource) =>
    withEncoder(source, (encoder) => judgeLinear(encoder, images, setting, options));
  const fineTuned = (source: TransferSource) =>
    withEncoder(source, async (encoder) => {
      const recipe = recipeFor(source, images.train.indices.length, request);
      const start = source === 'random' ? 'scratch' : 'pretrained';
      const task = { encoder, start, recipe, augment: cropAndFlip(augment, request.cropScale) } as const;
      return trainedResult(await learnFromLabels(task, images, setting), recipe);
    });
  return {
    linear: {
      pretrained: await linear('pretrained'),
      random: await linear('random'),
      supervised: supervised ? await linear('supervised') : null,
    },
    fineTuned: {
      pretrained: await fineTuned('pretrained'),
      random: await fineTuned('random'),
      supervised: supervised ? await fineTuned('supervised') : null,
    },
  };
}

async function judgeLinear(
  encoder: Network<Tensor4D, Tensor2D>,
  { classes, train, trainLabels, test, testLabels }: LabelledImages,
  { batchSize, seed }: LearningSetting,
  { onFit, onEmbedded }: Pick<TransferOptions, 'onFit' | 'onEmbedded'>,
): Promise<Accuracies> {
  await freeUnused();
  const fitted = await embedH(encoder, train, batchSize, onEmbedded);
  const judged = await embedH(encoder, test, batchSize, onEmbedded);
  const { classifier } = await fitWithChosenPenalty({ ...fitted, labels: trainLabels }, classes, seed, onFit);
  const { top1, top5 } = classificationReport(await classScores(classifier, judged), testLabels, classes);
  return { top1, top5 };
}
