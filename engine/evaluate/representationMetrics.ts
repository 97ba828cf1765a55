import { loadViews } from '../augment/loadViews';
import type { AugmentConfig } from '../config/augmentation';
import type { RepresentationMetrics } from '../runs/evaluationRecord';
import { alignment } from './alignment';
import { classDistances } from './classDistances';
import { embedViews, type Embedder, type Embedding } from './embed';
import type { EvaluationImages } from './evaluationSplits';
import type { Features } from './features';
import { effectiveRank } from './rank';
import { uniformity } from './uniformity';

/** What the metrics are taken with. */
export interface MetricsOptions {
  /** T, by which positive pairs are made. */
  readonly augment: AugmentConfig;
  readonly seed: number;
  readonly batchSize: number;
}

/**
 * Alignment and uniformity (Wang and Isola 2020), effective rank (RankMe) and distances within and between classes, of h
 * and of z.
 * @param test h and z of the images' evaluation views.
 * @param labels class of each image; null where there are none.
 * @param onProgress called with the views embedded so far, two for each image; what it throws ends the work.
 */
export async function representationMetrics(
  embedder: Embedder,
  images: EvaluationImages,
  test: Embedding,
  labels: Int32Array | null,
  options: MetricsOptions,
  onProgress: (done: number) => void,
): Promise<{ readonly h: RepresentationMetrics; readonly z: RepresentationMetrics }> {
  const count = images.indices.length;
  const branch = (which: 0 | 1) =>
    embedBranch(embedder, images, which, options, (done) => onProgress(which * count + done));
  const [first, second] = [await branch(0), await branch(1)];
  const of = async (name: 'h' | 'z'): Promise<RepresentationMetrics> => {
    const features = test[name];
    const distances = labels && classDistances({ ...features, labels });
    return {
      alignment: alignment(joined(first[name], second[name])),
      uniformity: await uniformity(features, options.seed),
      rank: effectiveRank(features, options.seed),
      largestRank: Math.min(features.count, features.size),
      intraClass: distances?.intra ?? null,
      interClass: distances?.inter ?? null,
    };
  };
  return { h: await of('h'), z: await of('z') };
}

/** The views of one branch of T, those of the first epoch. */
function embedBranch(
  embedder: Embedder,
  { images, imageSize, indices }: EvaluationImages,
  branch: 0 | 1,
  { augment, seed, batchSize }: MetricsOptions,
  onProgress: (done: number) => void,
): Promise<Embedding> {
  const views = loadViews(
    images,
    indices,
    { imageSize, augment, seed, chunkSize: batchSize },
    (maker, image) => maker.view({ epoch: 0, image, branch }),
  );
  return embedViews(embedder, views, indices.length, imageSize, onProgress);
}

function joined(a: Features, b: Features): Features {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, count: a.count + b.count, size: a.size };
}
