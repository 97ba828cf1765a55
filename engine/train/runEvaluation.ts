import type { RunConfig } from '../config/runConfig';
import { alignment } from '../evaluate/alignment';
import { collapseWarning, directionVariance } from '../evaluate/collapse';
import { contrastiveEntropy } from '../evaluate/contrastiveEntropy';
import { embed, embeddingBatch, type Embedding } from '../evaluate/embed';
import type { EvaluationImages, EvaluationSplits } from '../evaluate/evaluationSplits';
import type { Features } from '../evaluate/features';
import { classifyKnn } from '../evaluate/knn';
import { accuracy } from '../evaluate/accuracy';
import { effectiveRank } from '../evaluate/rank';
import { uniformity } from '../evaluate/uniformity';
import type { MetricsLine } from '../runs/metricsLine';
import { checkFinite } from './checkFinite';
import type { Learner } from './learner';

/** The part of a line of metrics that an evaluation fills in. */
export type EvaluationMetrics = Pick<
  MetricsLine,
  'probe.h' | 'probe.z' | 'knn.h' | 'alignment' | 'uniformity' | 'entropy' | 'rank.h' | 'rank.z'
>;

/** What training knows at the time of an evaluation. */
export interface TrainedSoFar {
  readonly step: number;
  /** Projections of the last batch, 2N rows with positive pairs at i and i + N. */
  readonly batchZ: Features;
  /** Mean loss of late. */
  readonly loss: number;
}

/** What an evaluation found. */
export interface EvaluationResult {
  readonly metrics: EvaluationMetrics;
  /** In words for the user, null where the representation is sound or untrained. */
  readonly collapse: string | null;
}

/**
 * Judges the encoder and head as they are, on unaugmented images and with the running statistics of batch norm;
 * `alignment` and `entropy` alone are those of the last batch's views. Draws nothing from the run's random numbers.
 * @param trained null for the untrained encoder, which has neither probes nor positive pairs to judge.
 * @param onProgress images embedded so far, and in all: from 0 to all of them, which ends the evaluation.
 * @throws UserError when a feature is not finite.
 */
export async function evaluateRun(
  learner: Learner,
  splits: EvaluationSplits,
  config: RunConfig,
  trained: TrainedSoFar | null,
  onProgress: (done: number, total: number) => void,
): Promise<EvaluationResult> {
  const { labels } = splits;
  const total = splits.test.indices.length + (labels ? splits.train.indices.length : 0);
  let finished = 0;
  onProgress(0, total);
  const embedded = async (images: EvaluationImages): Promise<Embedding> => {
    const found = await embed(learner, images, embeddingBatch(config), (done) => {
      if (finished + done < total) onProgress(finished + done, total);
    });
    finished += images.indices.length;
    const step = trained?.step ?? 0;
    checkFinite({ what: 'the representation h', values: found.h.data }, step, config);
    checkFinite({ what: 'the projection z', values: found.z.data }, step, config);
    return found;
  };
  const test = await embedded(splits.test);
  const geometry = await measureGeometry(test, config);
  const train = labels && (await embedded(splits.train));
  const accuracies = labels &&
    train && {
      ...(trained && (await probeAccuracies(learner, train, test, labels))),
      'knn.h': await knnAccuracy(train.h, test.h, labels, config),
    };
  const result = {
    metrics: {
      ...accuracies,
      ...(trained && {
        alignment: alignment(trained.batchZ),
        entropy: await contrastiveEntropy(trained.batchZ, config.loss),
      }),
      ...geometry,
    },
    collapse: trained && geometry && collapseOf(geometry, test, trained, config),
  };
  onProgress(total, total);
  return result;
}

/** Uniformity and effective ranks; null where a single image leaves nothing to compare. */
async function measureGeometry({ h, z }: Embedding, { seed }: RunConfig) {
  if (h.count < 2) return null;
  return {
    uniformity: await uniformity(z, seed),
    'rank.h': effectiveRank(h, seed),
    'rank.z': effectiveRank(z, seed),
  };
}

function collapseOf(
  ranks: { readonly 'rank.h': number; readonly 'rank.z': number },
  { h, z }: Embedding,
  { loss }: TrainedSoFar,
  config: RunConfig,
): string | null {
  return collapseWarning({
    rankH: ranks['rank.h'],
    largestRankH: Math.min(h.count, h.size),
    rankZ: ranks['rank.z'],
    largestRankZ: Math.min(z.count, z.size),
    varianceZ: directionVariance(z),
    // Where other losses stand when nothing is told apart depends on more than the batch.
    loss: config.loss.type === 'nt-xent' ? loss : null,
    candidates: 2 * config.batchSize - 1,
    temperature: config.loss.temperature,
  });
}

/** Accuracies of the online probes, which first look at the training images as the evaluation shows them. */
async function probeAccuracies(
  { probes }: Learner,
  train: Embedding,
  test: Embedding,
  labels: NonNullable<EvaluationSplits['labels']>,
) {
  if (!probes) return null;
  probes.h.adapt(train.h, labels.train);
  probes.z.adapt(train.z, labels.train);
  return {
    'probe.h': await probes.h.accuracy(test.h, labels.test),
    'probe.z': await probes.z.accuracy(test.z, labels.test),
  };
}

async function knnAccuracy(
  train: Features,
  test: Features,
  labels: NonNullable<EvaluationSplits['labels']>,
  { evaluate }: RunConfig,
): Promise<number> {
  const predicted = await classifyKnn({ ...train, labels: labels.train }, test, labels.classes, {
    neighbours: evaluate.knnNeighbours,
    temperature: evaluate.knnTemperature,
  });
  return accuracy(predicted, labels.test);
}
