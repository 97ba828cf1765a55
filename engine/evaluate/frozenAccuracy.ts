import type { Embedding } from './embed';
import type { EvaluationSplits } from './evaluationSplits';
import type { Features } from './features';
import { classifyKnn, type KnnOptions } from './knn';
import { accuracy } from './accuracy';
import { classify, fitLogisticRegression } from './logisticRegression';

/** Accuracies, 0 to 1, on test images of classifiers fitted to training images. */
export interface FrozenAccuracy {
  /** Linear evaluation: multinomial logistic regression on h, and on z. */
  readonly linearH: number;
  readonly linearZ: number;
  /** Weighted nearest neighbours on h. */
  readonly knnH: number;
}

/**
 * Judges a frozen encoder by what classifiers make of its features: linear evaluation (paper, §4.2), here by L-BFGS
 * on features without augmentation (as in its transfer experiments, appendix B.8), and kNN.
 */
export async function frozenAccuracy(
  train: Embedding,
  test: Embedding,
  labels: NonNullable<EvaluationSplits['labels']>,
  knn: KnnOptions,
): Promise<FrozenAccuracy> {
  const linear = async (fitted: Features, judged: Features): Promise<number> => {
    const classifier = await fitLogisticRegression({ ...fitted, labels: labels.train }, labels.classes);
    return accuracy(await classify(classifier, judged), labels.test);
  };
  const nearest = await classifyKnn({ ...train.h, labels: labels.train }, test.h, labels.classes, knn);
  return {
    linearH: await linear(train.h, test.h),
    linearZ: await linear(train.z, test.z),
    knnH: accuracy(nearest, labels.test),
  };
}
