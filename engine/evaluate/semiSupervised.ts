import type { AugmentConfig } from '../config/augmentation';
import { limitPositions } from '../data/split';
import type { EvaluationRequest, SemiSupervisedResult } from '../runs/evaluationRecord';
import { classifierSteps } from '../train/trainClassifier';
import type { OpenEncoder } from './frozenNetwork';
import { learnFromLabels, trainedResult, type LabelledImages, type LearningSetting } from './labelLearning';
import { cropAndFlip, fineTuneRecipe, scratchRecipe } from './labelRecipes';

/** A share of the labels and the images that have them. */
export interface LabelShare {
  readonly share: number;
  readonly images: LabelledImages;
}

/**
 * The images of each share: as many of each class as of any other, as far as the classes reach, chosen by the seed.
 * A smaller share is part of a larger one.
 */
export function chooseLabelShares(
  all: LabelledImages,
  shares: readonly number[],
  seed: number,
): LabelShare[] {
  return shares.map((share) => {
    const places = Int32Array.from(all.train.indices.keys());
    const kept = limitPositions(places, all.trainLabels, Math.round(share * places.length), seed);
    const train = { ...all.train, indices: kept.map((place) => all.train.indices[place] ?? 0) };
    return {
      share,
      images: { ...all, train, trainLabels: kept.map((place) => all.trainLabels[place] ?? 0) },
    };
  });
}

/** Steps that `learnFromShares` takes. */
export function semiSupervisedSteps(shares: readonly LabelShare[], request: EvaluationRequest): number {
  return shares.reduce((sum, { share, images: { train } }) => {
    const fineTuning = fineTuneRecipe(train.indices.length, share, request);
    const steps = (recipe: typeof fineTuning) => classifierSteps(recipe, train.indices.length);
    return sum + steps(fineTuning) + steps(scratchRecipe(fineTuning));
  }, 0);
}

/**
 * Semi-supervised learning (paper, section 6 and appendix B.5): all of f is fine-tuned on a share of the labels, and
 * beside it the same network is trained on the same labels from its first values.
 */
export async function learnFromShares(
  shares: readonly LabelShare[],
  {
    augment,
    request,
    openEncoder,
  }: {
    readonly augment: AugmentConfig;
    readonly request: EvaluationRequest;
    readonly openEncoder: OpenEncoder;
  },
  setting: LearningSetting,
): Promise<SemiSupervisedResult[]> {
  const results: SemiSupervisedResult[] = [];
  for (const { share, images } of shares) {
    const count = images.train.indices.length;
    const fineTuning = fineTuneRecipe(count, share, request);
    const learn = async (start: 'pretrained' | 'scratch') => {
      const encoder = openEncoder(start);
      const recipe = start === 'pretrained' ? fineTuning : scratchRecipe(fineTuning);
      const task = { encoder, start, recipe, augment: cropAndFlip(augment, request.cropScale) };
      try {
        return trainedResult(await learnFromLabels(task, images, setting), recipe);
      } finally {
        encoder.dispose();
      }
    };
    results.push({
      share,
      images: count,
      fineTuned: await learn('pretrained'),
      scratch: await learn('scratch'),
    });
  }
  return results;
}
