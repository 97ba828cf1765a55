import { recordTypes } from '../augment/encodeTransforms';
import type { ViewMaker, ViewName } from '../augment/viewMaker';
import { withoutColorDistortion } from '../augment/withoutColorDistortion';
import type { AugmentConfig, Transform } from '../config/augmentation';
import { wideStride } from '../data/wideStride';
import type { CropColors, DrawnStudio, StudioDrawParams } from '../protocol/studioProtocol';
import { cropColors } from './cropColors';
import type { LoadableImage, StudioImages } from './studioImages';

/**
 * Draws what a studio shows. Views of T are made as training makes them: the same code, the same random numbers for the
 * same seed, epoch, image and branch.
 * @param maker of views of the images' size; its T and its image are replaced.
 * @throws UserError where an image cannot be used.
 */
export async function drawStudio(
  images: StudioImages,
  maker: ViewMaker,
  params: StudioDrawParams,
): Promise<DrawnStudio> {
  const { augment, seed, epoch, branch } = params;
  const { imageSize } = images.dataset;
  const image = await images.find(params.image);
  const other = params.histograms ? await images.find(params.other) : image;
  const sheet = new Sheet(viewsOf(params), imageSize);

  const use = (by: AugmentConfig, shown: LoadableImage) => {
    maker.setAugment(by, seed);
    shown.load(maker);
  };
  const view = (shown: LoadableImage, at: number, which: ViewName['branch']) =>
    maker.view({ epoch: at, image: shown.index, branch: which });

  use(augment, image);
  sheet.add(maker.centerView());
  for (let k = 0; k < params.views; k++) sheet.add(view(image, epoch + k, branch));

  const paired = pairedImages(images, image, params.pairs);
  for (const shown of paired) {
    shown.load(maker);
    for (const which of [0, 1] as const) sheet.add(view(shown, epoch, which));
  }

  const list = branch === 1 ? (augment.secondBranch ?? augment.transforms) : augment.transforms;
  for (const place of params.alone) {
    use(alone(list, place), image);
    for (let k = 0; k < params.aloneViews; k++) {
      const steps = maker.draw({ epoch: epoch + k, image: image.index, branch: 0 });
      // The whole image is squeezed to a square before the step; the central part of it is easier to look at.
      if (list[place]?.type !== 'crop' && steps[0] === recordTypes.crop) steps[0] = recordTypes.center;
      sheet.add(maker.apply(steps));
    }
  }

  const colorsBy = (by: AugmentConfig): CropColors => {
    const crop = (shown: LoadableImage, which: ViewName['branch']) => {
      use(by, shown);
      return sheet.add(view(shown, epoch, which)).slice();
    };
    return cropColors(crop(image, 0), crop(image, 1), crop(other, 1));
  };
  const colors = params.histograms
    ? { without: colorsBy(withoutColorDistortion(augment)), with: colorsBy(augment) }
    : null;
  return {
    imageSize,
    pixels: sheet.bytes,
    pairs: paired.map(({ id, label }) => ({ id, label })),
    colors,
  };
}

/** Views in a drawing. */
function viewsOf({ views, pairs, alone: places, aloneViews, histograms }: StudioDrawParams): number {
  return 1 + views + 2 * pairs + places.length * aloneViews + (histograms ? 6 : 0);
}

/** The image, then others far from it and from each other. */
function pairedImages(images: StudioImages, image: LoadableImage, count: number): LoadableImage[] {
  const stride = wideStride(images.count);
  const others = Array.from({ length: Math.max(0, count - 1) }, (_, k) =>
    images.at((image.index + (k + 1) * stride) % images.count),
  );
  return [image, ...others].slice(0, count);
}

/** T with the one step, which is always applied; the others keep their places. */
function alone(list: readonly Transform[], place: number): AugmentConfig {
  return {
    transforms: list.map((transform, i) => ({ ...transform, p: i === place ? 1 : 0 })),
    secondBranch: null,
  };
}

/** Views one after another, in 8 bits a channel. */
class Sheet {
  readonly bytes: Uint8Array;
  private at = 0;

  constructor(views: number, side: number) {
    this.bytes = new Uint8Array(views * side * side * 3);
  }

  add(view: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    const { bytes, at } = this;
    // Adding a half and cutting off is rounding, for what is not negative.
    for (let i = 0; i < view.length; i++) bytes[at + i] = (view[i] ?? 0) * 255 + 0.5;
    this.at += view.length;
    return view;
  }
}
