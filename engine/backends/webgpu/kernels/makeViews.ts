import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../gpuBackend';
import { viewsCode } from '../shaders/views/views';
import { u32 } from '../uniforms';

/** Views to be made, and with what. */
export interface ViewsToMake {
  /** Images of 8-bit RGB. */
  readonly bytes: TensorInfo;
  /** What to do, in the words that `viewsCode` reads: `wordsPerView` for each view. */
  readonly records: TensorInfo;
  readonly wordsPerView: number;
  /** Memory for so many views at a time, [views, 2, pixels, 4]: pixels are those of the largest image on its way. */
  readonly work: TensorInfo;
  /** Where the views go, [rows, S, S, 3]. */
  readonly views: TensorInfo;
  /** How many of them. */
  readonly count: number;
}

/** Queues the making of views: as many at a time as there is memory for. */
export function makeViews(gpu: GpuBackend, make: ViewsToMake): void {
  const { bytes, records, wordsPerView, work, views, count } = make;
  const [atOnce = 1, , room = 0] = work.shape;
  const [, size = 0] = views.shape;
  for (let first = 0; first < count; first += atOnce) {
    const some = Math.min(atOnce, count - first);
    gpu.run(
      { name: 'views', code: viewsCode },
      [bytes, records, work, views],
      [some],
      [some, first, wordsPerView, size, room].map(u32),
    );
  }
}
