import { loadViews } from '../augment/loadViews';
import type { ViewName } from '../augment/viewMaker';
import { distortsColor, withoutColorDistortion } from '../augment/withoutColorDistortion';
import type { AugmentConfig } from '../config/augmentation';
import { UserError } from '../errors';
import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';
import { colorBins, colorHistogram, commonPixels } from './colorHistogram';
import type { EvaluationImages } from './evaluationSplits';

/** Each view is compared with the views of at most so many other images. */
const mostOthers = 100;
/** Images whose views are made before others have their turn on this thread. */
const chunkSize = 16;
/** Comparisons before others have their turn on this thread. */
const comparisonChunk = 4096;

/** How well colours alone tell the views of one image from those of others. */
export interface ColorShortcut {
  /** With T but for its colour distortion; 0 to 1. */
  readonly crops: number;
  /** With T as it stands; the same as `crops` where T does not change colours. */
  readonly distorted: number;
  /** What guessing would reach. */
  readonly chance: number;
  /** Images that it was measured on. */
  readonly images: number;
}

/** What the shortcut is measured with. */
export interface ShortcutOptions {
  /** Of the views, and of which images are compared. */
  readonly seed: number;
  /** Whose views are compared; 0 unless given. */
  readonly epoch?: number;
}

/**
 * The paper's reason for colour distortion (section 3, figure 6) as a number: a network that sees nothing but colour
 * histograms could solve the contrastive task this well.
 *
 * Two views of each image are made, those of both branches of T. For an image i and another one j it is asked whether the
 * first view of i has more colours in common with the second view of i than with the second view of j, by the
 * intersection of their joint histograms (8 × 8 × 8 bins of RGB); a tie counts half. The accuracy is the mean over all
 * i and, for each, all other j, or the 100 that follow i in an order drawn from the seed where there are more. So chance is
 * 1/2. `crops` and `distorted` are of the very same crops: colours alone differ.
 * @param onProgress called with the views made so far and in all; what it throws ends the work. Between calls the
 * thread is free.
 * @throws UserError for fewer than two images, or where the decoded images cannot be read.
 */
export async function measureColorShortcut(
  images: EvaluationImages,
  augment: AugmentConfig,
  options: ShortcutOptions,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ColorShortcut> {
  const count = images.indices.length;
  if (count < 2) {
    throw new UserError('the colour shortcut tells images apart, and there is a single one: add images');
  }
  const both = distortsColor(augment);
  const total = (both ? 4 : 2) * count;
  let finished = 0;
  const accuracy = async (by: AugmentConfig): Promise<number> => {
    const of = async (branch: ViewName['branch']): Promise<Uint32Array[]> => {
      const found = await histograms(images, by, branch, options, (done) =>
        onProgress(finished + done, total),
      );
      finished += count;
      return found;
    };
    return toldApart(await of(0), await of(1), options.seed, () => onProgress(finished, total));
  };
  const crops = await accuracy(withoutColorDistortion(augment));
  return { crops, distorted: both ? await accuracy(augment) : crops, chance: 1 / 2, images: count };
}

/** The histogram of a view of each image. */
async function histograms(
  { images, imageSize, indices }: EvaluationImages,
  augment: AugmentConfig,
  branch: ViewName['branch'],
  { seed, epoch = 0 }: ShortcutOptions,
  onProgress: (done: number) => void,
): Promise<Uint32Array[]> {
  const found: Uint32Array[] = [];
  const viewLength = imageSize * imageSize * 3;
  const views = loadViews(images, indices, { imageSize, augment, seed, chunkSize }, (maker, image) =>
    maker.view({ epoch, image, branch }),
  );
  for (const chunk of views) {
    for (let at = 0; at < chunk.length; at += viewLength) {
      found.push(colorHistogram(chunk.subarray(at, at + viewLength), new Uint32Array(colorBins)));
    }
    onProgress(found.length);
    await breathe();
  }
  return found;
}

/** How often the first view of an image has more in common with its second than with the second of another image. */
async function toldApart(
  first: readonly Uint32Array[],
  second: readonly Uint32Array[],
  seed: number,
  onProgress: () => void,
): Promise<number> {
  const count = first.length;
  const others = Math.min(count - 1, mostOthers);
  const order = new PhiloxStream(seed, streams.shortcut).permutation(count);
  let right = 0;
  for (let i = 0, compared = 0; i < count; i++, compared += others) {
    const own = first[order[i] ?? 0] ?? new Uint32Array(0);
    const common = (place: number) =>
      commonPixels(own, second[order[place % count] ?? 0] ?? new Uint32Array(0));
    const same = common(i);
    for (let k = 1; k <= others; k++) {
      const other = common(i + k);
      right += same > other ? 1 : same === other ? 1 / 2 : 0;
    }
    if (compared >= comparisonChunk) {
      compared = 0;
      onProgress();
      await breathe();
    }
  }
  return right / (count * others);
}

/** Lets messages in, so that the work can be called off. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
