import { maxAspect } from './decode/fitImage';
import { orderedMap } from './decode/orderedMap';
import { UnusableImage, type ImageShape, type ImageSource } from './imageSource';

/** Sides that "auto" chooses from. */
const viewSizes = [32, 64, 96, 128, 224] as const;

/** Images whose headers are read to choose the sizes, evenly spread over the source. */
const sampleSize = 512;

const concurrency = 16;

/** Sizes at which a data set is used and stored, pixels. */
export interface Sizes {
  /** Side of a view. */
  readonly imageSize: number;
  /** Shorter side of a stored image at most. */
  readonly storeSize: number;
}

/** Heights and widths of up to `limit` images, evenly spread; what cannot be read is handed to `onBad`. */
export async function sampleShapes(
  source: ImageSource,
  limit = sampleSize,
  onBad: (position: number, reason: string) => void = () => undefined,
): Promise<ImageShape[]> {
  const count = Math.min(limit, source.count);
  const positions = Array.from({ length: count }, (_, i) => Math.floor((i * source.count) / count));
  const shapeAt = async (position: number) => {
    try {
      return await source.shape(position);
    } catch (error) {
      if (!(error instanceof UnusableImage)) throw error;
      onBad(position, error.reason);
      return null;
    }
  };
  const shapes: ImageShape[] = [];
  for await (const shape of orderedMap(positions, concurrency, shapeAt)) if (shape) shapes.push(shape);
  return shapes;
}

/**
 * The side of a view ("auto": the largest of 32, 64, 96, 128 and 224 that the median image's shorter side reaches,
 * 32 for smaller ones) and the size to store at: that of the images where all are of the view's size, else 8/7 of
 * it, so that crops keep some detail (256 for 224).
 */
export function chooseSizes(shapes: readonly ImageShape[], wanted: number | 'auto'): Sizes {
  const sides = shapes.map(({ height, width }) => Math.min(height, width)).sort((a, b) => a - b);
  const median = sides[Math.floor(sides.length / 2)] ?? viewSizes[0];
  const imageSize =
    wanted === 'auto' ? (viewSizes.findLast((size) => size <= median) ?? viewSizes[0]) : wanted;
  const alike = shapes.every(({ height, width }) => height === imageSize && width === imageSize);
  return { imageSize, storeSize: alike ? imageSize : storeSizeFor(imageSize) };
}

/** The shorter side to decode an image to, at most, of which a view of `imageSize` pixels is made. */
export function storeSizeFor(imageSize: number): number {
  return Math.round((imageSize * 8) / 7);
}

/** Bytes that an image of such shapes takes on average when its shorter side is at most `storeSize`. */
export function storedBytes(shapes: readonly ImageShape[], storeSize: number): number {
  if (shapes.length === 0) return 0;
  const bytes = shapes.map(({ height, width }) => {
    const shorter = Math.min(height, width);
    const longer = Math.min(Math.max(height, width), maxAspect * shorter);
    const scale = Math.min(1, storeSize / shorter);
    return 3 * shorter * longer * scale * scale;
  });
  return bytes.reduce((sum, value) => sum + value, 0) / bytes.length;
}
