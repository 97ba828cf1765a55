import sharp from 'sharp';
import { compileAugment, ViewMaker, type ViewName } from '../augment/viewMaker';
import type { RunConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { ImageFile } from '../data/imageFile';
import { wideStride } from '../data/wideStride';
import type { PairSample, PositivePair } from '../protocol/runProtocol';

/**
 * Draws positive pairs of a run's training images to look at: the very views that the network gets in an epoch. Every
 * random number is a function of seed, epoch, image and branch, so that looking changes nothing.
 */
export class PairSampler {
  private drawn = 0;
  private readonly stride: number;

  constructor(
    private readonly dataset: Dataset,
    private readonly config: RunConfig,
  ) {
    this.stride = wideStride(dataset.train.images.count);
  }

  /**
   * Pairs of the next `count` images, in an order that comes to every image once before it comes to one again; views
   * of a later round are those of a later epoch.
   * @param epoch from 0.
   * @throws UserError where the decoded images have gone.
   */
  async draw(count: number, epoch: number): Promise<PairSample> {
    const { imageSize, train } = this.dataset;
    const file = new ImageFile(train.images);
    try {
      const maker = new ViewMaker(compileAugment(), imageSize, this.config.augment, this.config.seed);
      const pairs = Array.from({ length: count }, () => this.nextPair(maker, file, epoch));
      return { imageSize, pairs: await Promise.all(pairs) };
    } finally {
      file.close();
    }
  }

  private async nextPair(maker: ViewMaker, file: ImageFile, epoch: number): Promise<PositivePair> {
    const { train, classes, imageSize } = this.dataset;
    const { count } = train.images;
    const image = (this.drawn * this.stride) % count;
    const round = Math.floor(this.drawn / count);
    this.drawn++;
    maker.load(train.images, file, image);
    const view = (branch: ViewName['branch']) =>
      png(maker.view({ epoch: epoch + round, image, branch }), imageSize);
    const [first, second] = [view(0), view(1)];
    const label = train.labels?.[image] ?? -1;
    return {
      id: train.ids[image] ?? '',
      label: classes?.[label] ?? null,
      first: await first,
      second: await second,
    };
  }
}

/** A view as PNG, base64. The view is read before this returns. */
async function png(view: Float32Array, side: number): Promise<string> {
  const bytes = Uint8Array.from(view, (value) => Math.round(value * 255));
  const image = sharp(bytes, { raw: { width: side, height: side, channels: 3 } });
  return (await image.png().toBuffer()).toString('base64');
}
