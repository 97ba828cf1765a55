import type { RunConfig } from '../config/runConfig';
import { majorityShare } from '../evaluate/accuracy';
import { embed, embeddingBatch, type Embedding } from '../evaluate/embed';
import type { EvaluationImages, EvaluationSplits } from '../evaluate/evaluationSplits';
import { frozenAccuracy, type FrozenAccuracy } from '../evaluate/frozenAccuracy';
import type { KnnSummary, LinearSummary } from '../runs/runRecord';
import { Learner } from './learner';

/** Images of each split in the final evaluation, and the numbers of their features, that are kept in memory. */
const mostImages = 50_000;
const mostNumbers = 64e6;

/** What the final evaluation found. */
export interface FinalEvaluation {
  readonly linear: LinearSummary;
  readonly knn: KnnSummary;
  /** Images that the classifiers were fitted to, and judged on. */
  readonly trainImages: number;
  readonly testImages: number;
}

/** At most so many images of a split take part in the final evaluation of features of these sizes. */
export function finalEvaluationImages(representationSize: number, projectionSize: number): number {
  return Math.min(mostImages, Math.floor(mostNumbers / (representationSize + projectionSize)));
}

/**
 * The frozen encoder and head beside the same ones before the first step, judged alike, and beside chance: the share
 * of the most frequent class.
 * @param onProgress images embedded so far, and in all: from 0 to all of them, which ends the evaluation.
 * @throws the signal's reason when it aborts.
 */
export async function evaluateFinally(
  learner: Learner,
  splits: EvaluationSplits & { readonly labels: NonNullable<EvaluationSplits['labels']> },
  config: RunConfig,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<FinalEvaluation> {
  const { train, test, labels } = splits;
  const total = 2 * (train.indices.length + test.indices.length);
  let finished = 0;

  const embedded = async (subject: Learner, images: EvaluationImages): Promise<Embedding> => {
    const before = finished;
    return embed(subject, images, embeddingBatch(config), (done) => {
      signal.throwIfAborted();
      finished = before + done;
      if (finished < total) onProgress(finished, total);
    });
  };
  const judged = async (subject: Learner): Promise<FrozenAccuracy> => {
    const trainEmbedding = await embedded(subject, train);
    return frozenAccuracy(trainEmbedding, await embedded(subject, test), labels, {
      neighbours: config.evaluate.knnNeighbours,
      temperature: config.evaluate.knnTemperature,
    });
  };

  onProgress(0, total);
  const trained = await judged(learner);
  const fresh = new Learner(config, train.imageSize, null);
  try {
    const untrained = await judged(fresh);
    const chance = majorityShare(labels.test);
    onProgress(total, total);
    return {
      linear: {
        h: trained.linearH,
        z: trained.linearZ,
        untrainedH: untrained.linearH,
        untrainedZ: untrained.linearZ,
        chance,
      },
      knn: { h: trained.knnH, untrainedH: untrained.knnH, chance },
      trainImages: train.indices.length,
      testImages: test.indices.length,
    };
  } finally {
    fresh.dispose();
  }
}
