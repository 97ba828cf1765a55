import { loadViews } from '../augment/loadViews';
import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';
import type { FactorResult } from '../runs/evaluationRecord';
import { accuracy, majorityShare } from './accuracy';
import { embedViews, type Embedder, type Embedding } from './embed';
import type { EvaluationImages, EvaluationSplits } from './evaluationSplits';
import type { Features } from './features';
import { classify, fitLogisticRegression } from './logisticRegression';
import type { FactorTarget } from './recordedFactors';
import { taskSteps, transformTasks, type TransformTask } from './transformTasks';

/** h and z of the images of both splits. */
export interface SplitEmbeddings {
  readonly train: Embedding;
  readonly test: Embedding;
}

/** How well linear classifiers tell the classes of a target from h and from z. */
export async function probeFactor(
  { train, test }: SplitEmbeddings,
  target: FactorTarget,
  kind: FactorResult['kind'],
): Promise<FactorResult> {
  const judged = async (fitted: Features, held: Features): Promise<number> => {
    const classifier = await fitLogisticRegression({ ...fitted, labels: target.train }, target.classes);
    return accuracy(await classify(classifier, held), target.test);
  };
  return {
    ...{ name: target.name, kind, classes: target.classes, chance: majorityShare(target.test) },
    h: await judged(train.h, test.h),
    z: await judged(train.z, test.z),
  };
}

/**
 * How well it can be told from h and from z what was done to an image (paper, table 3). Every image takes part in one
 * version, each version with as many images as any other, chosen by the seed.
 * @param onProgress called with the images embedded so far of `transformTaskImages`; what it throws ends the work.
 */
export async function probeTransformations(
  embedder: Embedder,
  splits: Pick<EvaluationSplits, 'train' | 'test'>,
  options: { readonly seed: number; readonly batchSize: number },
  onProgress: (done: number) => void,
): Promise<FactorResult[]> {
  const results: FactorResult[] = [];
  let finished = 0;
  for (const [index, task] of transformTasks.entries()) {
    const versions = (name: 'train' | 'test') =>
      drawVersions(task, splits[name].indices.length, options.seed, 2 * index + (name === 'train' ? 0 : 1));
    const labels = { train: versions('train'), test: versions('test') };
    const embedded = async (name: 'train' | 'test'): Promise<Embedding> => {
      const found = await embedVersions(embedder, task, splits[name], labels[name], options, (done) =>
        onProgress(finished + done),
      );
      finished += found.h.count;
      return found;
    };
    const embeddings = { train: await embedded('train'), test: await embedded('test') };
    const target = { name: task.name, classes: task.classes.length, ...labels };
    results.push(await probeFactor(embeddings, target, 'transformation'));
  }
  return results;
}

/** Images that `probeTransformations` embeds. */
export function transformTaskImages({ train, test }: Pick<EvaluationSplits, 'train' | 'test'>): number {
  return transformTasks.length * (train.indices.length + test.indices.length);
}

function drawVersions(task: TransformTask, count: number, seed: number, index: number): Int32Array {
  const order = new PhiloxStream(seed, streams.factorProbe, index).permutation(count);
  return Int32Array.from(order, (place) => place % task.classes.length);
}

function embedVersions(
  embedder: Embedder,
  task: TransformTask,
  { images, imageSize, indices }: EvaluationImages,
  versions: Int32Array,
  { seed, batchSize }: { readonly seed: number; readonly batchSize: number },
  onProgress: (done: number) => void,
): Promise<Embedding> {
  const views = loadViews(images, indices, { imageSize, chunkSize: batchSize }, (maker, image, position) =>
    maker.apply(taskSteps(task, versions[position] ?? 0, image, seed)),
  );
  return embedViews(embedder, views, indices.length, imageSize, onProgress);
}
