import { augmentSchema, type AugmentConfig } from '../config/augmentation';
import type { RunConfig } from '../config/runConfig';
import type { ClassifierRecipe, EvaluationRequest } from '../runs/evaluationRecord';

type Wishes = Pick<EvaluationRequest, 'epochs' | 'learningRate' | 'cropScale'>;

/** Images a step: about six steps an epoch, since a few labels would else make a single one, within 16 to 256. */
function batchSizeFor(images: number): number {
  return Math.min(256, Math.max(16, 2 ** Math.floor(Math.log2(Math.max(1, images / 6)))));
}

/** Linear evaluation by descent (paper, appendix B.6): 90 epochs at 0.1 × batch / 256, no regularisation. */
export function linearRecipe(images: number, { epochs, learningRate }: Wishes): ClassifierRecipe {
  return {
    ...{ epochs: epochs ?? 90, learningRate: learningRate ?? 0.1 },
    ...{ batchSize: batchSizeFor(images), weightDecay: 0 },
  };
}

/**
 * Fine-tuning (paper, appendix B.5): 0.05 × batch / 256, no regularisation; 60 epochs where 1 % of the labels or fewer
 * are used, else 30.
 */
export function fineTuneRecipe(
  images: number,
  labelShare: number,
  { epochs, learningRate }: Wishes,
): ClassifierRecipe {
  return {
    ...{ epochs: epochs ?? (labelShare <= 0.01 ? 60 : 30), learningRate: learningRate ?? 0.05 },
    ...{ batchSize: batchSizeFor(images), weightDecay: 0 },
  };
}

/**
 * The same network from its first values. It gets five times the epochs, a rate that suits such a start and weight
 * decay: with what suits fine-tuning it would hardly have begun to learn, and the comparison would flatter the other.
 */
export function scratchRecipe(fineTuning: ClassifierRecipe): ClassifierRecipe {
  return { ...fineTuning, epochs: 5 * fineTuning.epochs, learningRate: 0.4, weightDecay: 5e-4 };
}

/** The run's encoder trained with labels instead of pairs, for as many epochs in batches of as many images. */
export function supervisedRecipe(config: Pick<RunConfig, 'epochs' | 'batchSize'>): ClassifierRecipe {
  const { epochs, batchSize } = config;
  return { epochs, batchSize: Math.min(256, batchSize), learningRate: 0.4, weightDecay: 5e-4 };
}

/**
 * Crop and flip alone, as the paper has it for classifiers: those of T, or crops of at least a share `cropScale` of the
 * area, of which 1 means whole images.
 */
export function cropAndFlip({ transforms }: AugmentConfig, cropScale: Wishes['cropScale']): AugmentConfig {
  const own = transforms.filter(({ type }) => type === 'crop' || type === 'flip');
  const flip = { type: 'flip' } as const;
  const chosen =
    cropScale === null
      ? own
      : cropScale === 1
        ? [{ type: 'crop', p: 0 } as const, flip]
        : [{ type: 'crop', scale: [cropScale, 1] as [number, number] } as const, flip];
  return augmentSchema.parse({ transforms: chosen });
}
