import { streamCenterViews } from '../augment/streamCenterViews';
import type { ImageSource } from '../data/imageSource';

/**
 * Evaluation views of some images of a source, in the order of `positions`; black where an image is gone.
 * @param side of a view in pixels.
 */
export async function pictures(
  source: ImageSource,
  positions: readonly number[],
  side: number,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const views = new Map<number, Float32Array>();
  const options = { imageSize: side, chunkSize: 1, signal, onUnusable: () => undefined };
  for await (const chunk of streamCenterViews(source, Int32Array.from(positions).sort(), options)) {
    views.set(chunk.positions[0] ?? -1, chunk.views);
  }
  return positions.map((position) => views.get(position) ?? new Float32Array(side * side * 3));
}
