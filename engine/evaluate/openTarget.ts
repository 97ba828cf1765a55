import { runConfigSchema, type DataConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { inspectDataset } from '../data/inspectDataset';
import { openDataset, type OpenOptions } from '../data/openDataset';
import type { OpenHooks } from '../data/progress';
import { UserError } from '../errors';
import type { EvaluationRequest } from '../runs/evaluationRecord';
import { checkLabels } from './checkRequest';

type Target = NonNullable<EvaluationRequest['target']>;

/**
 * Opens the images that an encoder is transferred to, with views of the size that the request names, or of the run's.
 * @param viewSize side of the run's views in pixels.
 * @throws UserError as `inspectTarget`.
 */
export async function openTarget(
  target: Target,
  viewSize: number,
  options: OpenOptions,
  hooks: OpenHooks,
): Promise<Dataset> {
  await inspectTarget(target, viewSize, options, hooks);
  const imageSize = target.imageSize ?? viewSize;
  const dataset = await openDataset({ ...dataOf(target), imageSize }, options, hooks);
  checkLabels(['transfer'], dataset);
  return dataset;
}

/**
 * Looks whether an encoder can be transferred to these images.
 * @param viewSize side of the run's views in pixels.
 * @throws UserError when they cannot be used, have no labels, or are smaller than the run's views and no size is named:
 *   before an image is decoded.
 */
export async function inspectTarget(
  target: Target,
  viewSize: number,
  options: Pick<OpenOptions, 'baseFolder' | 'seed'>,
  hooks: OpenHooks = {},
): Promise<void> {
  const found = await inspectDataset(dataOf(target), options, hooks).catch(sayTarget);
  if (found.classes === null) {
    throw new UserError(
      `the images of ${found.source} have no labels, which transfer needs: sort them into a folder for each class, or name others`,
    );
  }
  if (target.imageSize === null && found.imageSize < viewSize) {
    throw new UserError(
      `the images of ${found.source} suggest views of ${found.imageSize} pixels, and the encoder was trained on views of ${viewSize}: give a target image size of ${viewSize} to enlarge them, or of ${found.imageSize} to use the encoder on views of that size`,
    );
  }
}

function dataOf({ source, trainImages, shapes }: Target): DataConfig {
  // Generated images are made: no more than are learnt from, and ten make a set.
  const made = { shapes, ...(trainImages !== null && { train: Math.max(10, trainImages) }) };
  const builtin = source === 'builtin' ? made : {};
  return runConfigSchema.parse({ data: { source, builtin } }).data;
}

/** What cannot be used is not the images of the run. @throws always what it is given, a UserError in words of the target */
function sayTarget(error: unknown): never {
  if (!(error instanceof UserError)) throw error;
  throw new UserError(error.message.replaceAll('data.source', 'the target'), { cause: error });
}
