import { storeSizeFor } from '../data/chooseSizes';
import { UnusableImage, type ImageSource } from '../data/imageSource';
import { compileAugment, ViewMaker } from './viewMaker';

/** Some evaluation views, and which images they are of. */
export interface ViewChunk {
  /** [n, S, S, 3], values 0 to 1, in memory of its own. */
  readonly views: Float32Array<ArrayBuffer>;
  /** Positions in the source. */
  readonly positions: readonly number[];
}

/** What a stream of views is made with. */
export interface StreamOptions {
  /** Side S of a view in pixels. */
  readonly imageSize: number;
  /** Views a chunk; the last one may have fewer. */
  readonly chunkSize: number;
  readonly signal?: AbortSignal;
  /** Told of every image that cannot be used; it has no view. */
  readonly onUnusable: (position: number, image: UnusableImage) => void;
}

/**
 * The evaluation views of images straight from their source, as `loadCenterViews` makes them of decoded ones. No more
 * than one chunk, and the few images that the source decodes ahead, are in memory, and nothing is written to the disk.
 * @param positions in the source, ascending.
 * @throws UserError where the source cannot be read; the signal's reason when it aborts.
 */
export async function* streamCenterViews(
  source: ImageSource,
  positions: Int32Array,
  { imageSize, chunkSize, signal, onUnusable }: StreamOptions,
): AsyncGenerator<ViewChunk, void, void> {
  const maker = new ViewMaker(compileAugment(), imageSize, null);
  const viewLength = imageSize * imageSize * 3;
  let views = new Float32Array(chunkSize * viewLength);
  let taken: number[] = [];
  let at = 0;
  for await (const image of source.images(positions, storeSizeFor(imageSize), signal)) {
    signal?.throwIfAborted();
    const position = positions[at++] ?? 0;
    if (image instanceof UnusableImage) {
      onUnusable(position, image);
      continue;
    }
    const { data, height, width } = image;
    maker.source(height, width).set(data.subarray(0, height * width * 3));
    views.set(maker.centerView(), taken.length * viewLength);
    taken.push(position);
    if (taken.length < chunkSize) continue;
    yield { views, positions: taken };
    views = new Float32Array(chunkSize * viewLength);
    taken = [];
  }
  if (taken.length > 0) yield { views: views.slice(0, taken.length * viewLength), positions: taken };
}
