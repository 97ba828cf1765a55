import type { ImageJudgement, Judgement } from '../protocol/embeddingProtocol';
import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';
import type { Embedding } from './embed';
import type { EvaluationHooks } from './evaluationHooks';
import { selectRows, type Features } from './features';
import { classScores, fitLogisticRegression } from './logisticRegression';
import { mostLikely } from './mostLikely';

/** Parts of the images, each of which is judged by a probe that was fitted to the others. */
const folds = 5;

/** The classes of embedded images. */
export interface JudgedLabels {
  /** Class of each row; −1 where it has none, which leaves it out. */
  readonly labels: Int32Array;
  readonly classes: number;
}

/**
 * Judges every image by a linear probe (logistic regression with the usual penalty) that has not seen it: the images
 * are cut into five parts, as much of each class in one as in any other and chosen by the seed, and each part is judged
 * by a probe on the other four. It needs nothing but the embeddings at hand; with fewer images to learn from than
 * linear evaluation has, its accuracy is a little lower.
 * @throws the signal's reason when it aborts.
 */
export async function judgeImages(
  { h, z }: Embedding,
  judged: JudgedLabels,
  seed: number,
  hooks: EvaluationHooks,
): Promise<Judgement> {
  const parts = partsOf(judged.labels, seed);
  let done = 0;
  const tell = () => {
    hooks.signal.throwIfAborted();
    hooks.onProgress({ phase: 'fitting', done: done++, total: 2 * folds });
  };
  return { h: await judge(h, judged, parts, tell), z: await judge(z, judged, parts, tell) };
}

/** The part that each row is in; −1 for rows without a class. */
function partsOf(labels: Int32Array, seed: number): Int32Array {
  const parts = new Int32Array(labels.length).fill(-1);
  const seen = new Map<number, number>();
  for (const row of new PhiloxStream(seed, streams.evaluate, 2).permutation(labels.length)) {
    const label = labels[row] ?? -1;
    if (label < 0) continue;
    const place = seen.get(label) ?? 0;
    seen.set(label, place + 1);
    // Classes begin with different parts, so that small classes do not all lack the last ones.
    parts[row] = (place + label) % folds;
  }
  return parts;
}

async function judge(
  features: Features,
  { labels, classes }: JudgedLabels,
  parts: Int32Array,
  tell: () => void,
): Promise<ImageJudgement> {
  const correct = new Array<boolean | null>(labels.length).fill(null);
  const loss = new Array<number | null>(labels.length).fill(null);
  const predicted = new Array<number>(labels.length).fill(-1);
  const rows = Array.from(labels.keys()).filter((row) => (parts[row] ?? -1) >= 0);
  for (let part = 0; part < folds; part++) {
    tell();
    const held = rows.filter((row) => parts[row] === part);
    const fitted = rows.filter((row) => parts[row] !== part);
    if (held.length === 0 || fitted.length === 0) continue;
    const own = Int32Array.from(fitted, (row) => labels[row] ?? 0);
    const classifier = await fitLogisticRegression({ ...selectRows(features, fitted), labels: own }, classes);
    const scores = await classScores(classifier, selectRows(features, held));
    const named = mostLikely(scores, classes);
    held.forEach((row, i) => {
      const label = labels[row] ?? 0;
      predicted[row] = named[i] ?? 0;
      correct[row] = named[i] === label;
      loss[row] = crossEntropy(scores.subarray(i * classes, (i + 1) * classes), label);
    });
  }
  return { correct, loss, predicted };
}

/** −log softmax(scores)[label]. */
function crossEntropy(scores: Float64Array, label: number): number {
  const most = Math.max(...scores);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  return Math.log(sum) + most - (scores[label] ?? 0);
}
