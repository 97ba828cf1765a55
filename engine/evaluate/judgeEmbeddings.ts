import { openBackend } from '../backends/openBackend';
import type { EmbeddingParams, Judgement } from '../protocol/embeddingProtocol';
import { UserError } from '../errors';
import { embeddingFolder, readEmbeddings } from '../runs/embeddings';
import type { NpyMatrix } from '../runs/npy';
import { readRun } from '../runs/readRun';
import { tellWarmingUp, type EvaluationHooks } from './evaluationHooks';
import { judgeImages } from './judgeImages';

/**
 * Judges each image of the embeddings that a run keeps of `step`: see `judgeImages`.
 * @throws UserError when there are none, or their images have no classes.
 */
export async function judgeEmbeddings(
  { runFolder, step }: EmbeddingParams,
  hooks: EvaluationHooks,
): Promise<Judgement> {
  const { paths, record, id } = readRun(runFolder);
  const { h, z, images } = await readEmbeddings(embeddingFolder(paths.embeddings, step));
  if (images.labels === null || images.classes === null || images.labels.every((label) => label < 0)) {
    throw new UserError(
      `The images of ${id} have no classes, so that a probe has nothing to learn from them.`,
    );
  }
  await openBackend(record.config.device, tellWarmingUp(hooks));
  const features = ({ data, rows, columns }: NpyMatrix) => ({ data, count: rows, size: columns });
  const judged = { labels: Int32Array.from(images.labels), classes: images.classes.length };
  return judgeImages({ h: features(h), z: features(z) }, judged, record.config.seed, hooks);
}
