import { matMul, slice, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import { normalizeRows, type Features, type LabelledFeatures } from './features';
import { mostLikely } from './mostLikely';
import { Nearest } from './nearest';

/** How neighbours vote. */
export interface KnnOptions {
  /** Number of neighbours; at most all training rows. */
  readonly neighbours: number;
  /** τ: a neighbour of cosine similarity s weighs exp(s / τ). */
  readonly temperature: number;
}

/** Rows of the query whose similarities are in memory at once. */
const tile = 256;

/**
 * The class of each query row by the weighted vote of its nearest training rows in cosine similarity (Wu et al.
 * 2018, as is usual for judging representations without training). Of equally similar rows the earlier one is
 * nearer; of equally supported classes the smaller one wins.
 * @param train labels from 0 to classes − 1.
 */
export async function classifyKnn(
  train: LabelledFeatures,
  query: Features,
  classes: number,
  options: KnnOptions,
): Promise<Int32Array> {
  return mostLikely(await knnVotes(train, query, classes, options), classes);
}

/**
 * The votes by which `classifyKnn` decides, [query rows, classes], each row relative to its nearest neighbour.
 * @param train labels from 0 to classes − 1.
 */
export async function knnVotes(
  train: LabelledFeatures,
  query: Features,
  classes: number,
  { neighbours, temperature }: KnnOptions,
): Promise<Float64Array> {
  const k = Math.min(neighbours, train.count);
  const bank = toTensor(normalizeRows(train));
  const queries = toTensor(normalizeRows(query));
  const votes = new Float64Array(query.count * classes);
  const nearest = new Nearest(k);
  try {
    for (let start = 0; start < query.count; start += tile) {
      const rows = Math.min(tile, query.count - start);
      const product = tidy(() => matMul(slice(queries, [start, 0], [rows, query.size]), bank, false, true));
      const similarities = await product.data<'float32'>();
      product.dispose();
      // A turn for signals and messages, which a backend that computes on this thread would hold up.
      await setImmediate();
      for (let row = 0; row < rows; row++) {
        nearest.fill(similarities, row * train.count, train.count);
        const first = (start + row) * classes;
        vote(nearest, train.labels, votes.subarray(first, first + classes), temperature);
      }
    }
  } finally {
    bank.dispose();
    queries.dispose();
  }
  return votes;
}

/** Adds up the weights of the neighbours by class. */
function vote(
  { similarity, index }: Nearest,
  labels: Int32Array,
  votes: Float64Array,
  temperature: number,
): void {
  // Relative to the nearest, so that a small temperature does not overflow; the order of the classes is the same.
  const top = similarity[0] ?? 0;
  for (let i = 0; i < index.length; i++) {
    const label = labels[index[i] ?? 0] ?? 0;
    votes[label] = (votes[label] ?? 0) + Math.exp(((similarity[i] ?? 0) - top) / temperature);
  }
}

function toTensor({ data, count, size }: Features): Tensor2D {
  return tensor2d(data, [count, size]);
}
