import { runConfigSchema } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { inspectDataset } from '../data/inspectDataset';
import { openDataset, type OpenOptions } from '../data/openDataset';
import type { OpenHooks } from '../data/progress';
import { UserError } from '../errors';
import type { EvaluationRequest } from '../runs/evaluationRecord';
import { checkLabels } from './checkRequest';

/**
 * Opens the images that an encoder is transferred to, with views of the size that the request names, or of the run's.
 * @param viewSize side of the run's views in pixels.
 * @throws UserError when they cannot be used, have no labels, or are smaller than the run's views and no size is named:
 *   before an image is decoded.
 */
export async function openTarget(
  { source, imageSize, trainImages, shapes }: NonNullable<EvaluationRequest['target']>,
  viewSize: number,
  options: OpenOptions,
  hooks: OpenHooks,
): Promise<Dataset> {
  // Generated images are made: no more than are learnt from, and ten make a set.
  const builtin = { shapes, ...(trainImages !== null && { train: Math.max(10, trainImages) }) };
  const { data } = runConfigSchema.parse({ data: { source, builtin } });
  const found = await inspectDataset(data, options, hooks);
  if (found.classes === null) {
    throw new UserError(
      `the images of ${found.source} have no labels, which transfer needs: sort them into a folder for each class, or name others`,
    );
  }
  if (imageSize === null && found.imageSize < viewSize) {
    throw new UserError(
      `the images of ${found.source} suggest views of ${found.imageSize} pixels, and the encoder was trained on views of ${viewSize}: give a target image size of ${viewSize} to enlarge them, or of ${found.imageSize} to use the encoder on views of that size`,
    );
  }
  const dataset = await openDataset({ ...data, imageSize: imageSize ?? viewSize }, options, hooks);
  checkLabels(['transfer'], dataset);
  return dataset;
}
