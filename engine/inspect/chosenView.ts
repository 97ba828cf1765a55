import { loadCenterViews } from '../augment/loadCenterViews';
import { storeSizeFor } from '../data/chooseSizes';
import type { Dataset } from '../data/dataset';
import { wideStride } from '../data/wideStride';
import { UserError } from '../errors';
import type { FeatureImage, FeatureMaps } from '../protocol/featureMapsProtocol';
import { centerViewOf, readChosenImage } from '../search/imageFileView';

/** The evaluation view of an image, and what is known of the image. */
export interface ChosenView extends Pick<FeatureMaps<never>, 'name' | 'class' | 'next'> {
  /** [S, S, 3], values 0 to 1. */
  readonly view: Float32Array;
}

/**
 * Reads an image as evaluations do.
 * @param open opens the run's data set, for a test image of it.
 * @param side S of a view in pixels.
 * @throws UserError where there is no such image, and what `open` throws.
 */
export async function chosenView(
  image: FeatureImage,
  open: () => Promise<Dataset>,
  side: number,
): Promise<ChosenView> {
  if ('path' in image) {
    const view = centerViewOf(await readChosenImage(image.path, storeSizeFor(side)), side);
    return { view, name: image.path, class: null, next: null };
  }
  const { test, classes, source } = await open();
  const { count } = test.images;
  const { index } = image;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new UserError(`there is no image ${index} among the ${count} of ${source}: choose another`);
  }
  const [view] = loadCenterViews(test.images, [index], side);
  return {
    view: view ?? new Float32Array(),
    name: test.ids[index] ?? '',
    class: classes?.[test.labels?.[index] ?? -1] ?? null,
    next: (index + wideStride(count)) % count,
  };
}
