import { loadCenterViews } from '../augment/loadCenterViews';
import type { RunConfig } from '../config/runConfig';
import { storeSizeFor } from '../data/chooseSizes';
import type { OpenHooks } from '../data/progress';
import { wideStride } from '../data/wideStride';
import { UserError } from '../errors';
import { openRunData } from '../evaluate/openRunData';
import type { FeatureImage, FeatureMaps } from '../protocol/featureMapsProtocol';
import type { Run } from '../runs/readRun';
import { centerViewOf, readChosenImage } from '../search/imageFileView';

/** The evaluation view of an image, and what is known of the image. */
export interface ChosenView extends Pick<FeatureMaps<never>, 'name' | 'class' | 'next'> {
  /** [S, S, 3], values 0 to 1. */
  readonly view: Float32Array;
}

/**
 * Reads an image as evaluations do.
 * @param side S of a view in pixels.
 * @throws UserError where there is no such image, or the run's images are gone or changed; the signal's reason when it
 *   aborts.
 */
export async function chosenView(
  image: FeatureImage,
  { run, config, side }: { readonly run: Run; readonly config: RunConfig; readonly side: number },
  hooks: OpenHooks,
): Promise<ChosenView> {
  if ('path' in image) {
    const view = centerViewOf(await readChosenImage(image.path, storeSizeFor(side)), side);
    return { view, name: image.path, class: null, next: null };
  }
  const dataset = await openRunData(run, config, hooks, 'look at them, or choose an image from a file');
  const split = dataset.test.images.count > 0 ? dataset.test : dataset.train;
  const { count } = split.images;
  const { index } = image;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new UserError(`there is no image ${index} among the ${count} of ${dataset.source}: choose another`);
  }
  const [view] = loadCenterViews(split.images, [index], side);
  return {
    view: view ?? new Float32Array(),
    name: split.ids[index] ?? '',
    class: dataset.classes?.[split.labels?.[index] ?? -1] ?? null,
    next: (index + wideStride(count)) % count,
  };
}
