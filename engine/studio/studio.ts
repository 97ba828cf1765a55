import { compileAugment, ViewMaker } from '../augment/viewMaker';
import { openDataset } from '../data/openDataset';
import type { OpenHooks } from '../data/progress';
import { wideStride } from '../data/wideStride';
import { measureColorShortcut, type ColorShortcut } from '../evaluate/colorShortcut';
import { chooseEvaluationImages } from '../evaluate/evaluationSplits';
import type {
  DrawnStudio,
  StudioDescription,
  StudioDrawParams,
  StudioOpenParams,
  StudioShortcutParams,
  StudioSource,
} from '../protocol/studioProtocol';
import { drawStudio } from './drawStudio';
import { StudioImages } from './studioImages';

/** Data sets that are kept open. */
const mostOpen = 4;
/** Side of a thumbnail in pixels. */
const thumbnailSize = 48;

/** A data set that is open, with a maker of views of its size. */
interface OpenStudio {
  readonly images: StudioImages;
  readonly maker: ViewMaker;
}

/** Answers augmentation studios. Data sets stay open between requests, so that views are drawn in milliseconds. */
export class Studio {
  /** By their sources, those used last at the end. */
  private readonly opened = new Map<string, Promise<OpenStudio>>();

  /** Opens the images anew, and shows some of them to choose from. @throws UserError, or the signal's reason. */
  async describe(
    { source, choices, lot }: StudioOpenParams,
    hooks: OpenHooks = {},
  ): Promise<StudioDescription> {
    if (lot === 0) await this.close(keyOf(source));
    const { images } = await this.open(source, hooks);
    const { dataset, count } = images;
    const stride = wideStride(count);
    const shown = Math.min(choices, count);
    const chosen = Array.from({ length: shown }, (_, k) => images.at(((lot * shown + k) * stride) % count));
    const small = new ViewMaker(compileAugment(), thumbnailSize, null);
    const thumbnails = chosen.map((image) => {
      image.load(small);
      return Buffer.from(Uint8Array.from(small.centerView(), (value) => Math.round(value * 255)));
    });
    return {
      ...{ name: dataset.name, path: dataset.source, imageSize: dataset.imageSize, count, thumbnailSize },
      choices: chosen.map(({ id, label }) => ({ id, label })),
      thumbnails: Buffer.concat(thumbnails).toString('base64'),
    };
  }

  /** Draws views. @throws UserError where an image cannot be used. */
  async draw(params: StudioDrawParams, hooks: OpenHooks = {}): Promise<DrawnStudio> {
    const { images, maker } = await this.open(params.source, hooks);
    hooks.signal?.throwIfAborted();
    return drawStudio(images, maker, params);
  }

  /** Measures the colour shortcut on training images. @throws UserError, or the signal's reason. */
  async shortcut(
    { source, augment, seed, images: most }: StudioShortcutParams,
    hooks: OpenHooks = {},
  ): Promise<ColorShortcut> {
    const { images } = await this.open(source, hooks);
    const { train } = chooseEvaluationImages(images.dataset, most, seed);
    return measureColorShortcut(train, augment, { seed }, () => hooks.signal?.throwIfAborted());
  }

  private open(source: StudioSource, hooks: OpenHooks): Promise<OpenStudio> {
    const key = keyOf(source);
    const opening = this.opened.get(key) ?? this.openAnew(source, hooks);
    this.opened.delete(key);
    this.opened.set(key, opening);
    // One that could not be opened is not kept, so that it can be tried again.
    opening.catch(() => {
      if (this.opened.get(key) === opening) this.opened.delete(key);
    });
    const [oldest] = this.opened.keys();
    if (this.opened.size > mostOpen && oldest !== undefined) void this.close(oldest);
    return opening;
  }

  private async openAnew(source: StudioSource, hooks: OpenHooks): Promise<OpenStudio> {
    const dataset = await openDataset(source.data, source, hooks);
    return {
      images: new StudioImages(dataset),
      maker: new ViewMaker(compileAugment(), dataset.imageSize, null),
    };
  }

  private async close(key: string): Promise<void> {
    const opened = this.opened.get(key);
    this.opened.delete(key);
    await opened?.then(
      ({ images }) => images.close(),
      () => undefined,
    );
  }
}

function keyOf({ data, baseFolder, runsFolder, seed }: StudioSource): string {
  return JSON.stringify([data, baseFolder, runsFolder, seed]);
}
