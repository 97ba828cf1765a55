import { dispose, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { setImmediate } from 'node:timers/promises';
import { queuesCommands } from '../backends/keepUp';
import { orderedMap } from '../data/decode/orderedMap';
import type { Features } from './features';

/** What views [n, S, S, 3] are put through: it gives outputs [n, size]. */
export type Apply<Outputs extends readonly Tensor2D[]> = (views: Tensor4D) => Outputs;

/** Something for each output. */
type Each<Outputs, Value> = { readonly [Place in keyof Outputs]: Value };

/**
 * The outputs of networks for batches of views, which are disposed of. Where the backend queues what it is to do, a batch is
 * read while the next one is computed.
 * @param sizes of the outputs.
 * @param count of the views of all batches.
 * @param onProgress called after each batch with the number of views that are done; what it throws ends the work.
 */
export async function outputsOf<Outputs extends readonly Tensor2D[]>(
  apply: Apply<Outputs>,
  sizes: Each<Outputs, number>,
  batches: Iterable<Tensor4D>,
  count: number,
  onProgress?: (done: number) => void,
): Promise<Each<Outputs, Features>> {
  const all = sizes.map((size) => ({ data: new Float32Array(count * size), count, size }));
  const atOnce = queuesCommands() ? 2 : 1;
  let done = 0;
  for await (const outputs of orderedMap(batches, atOnce, (views) => outputsOfBatch(apply, views))) {
    outputs.forEach(({ data }, place) => all[place]?.data.set(data, done * (sizes[place] ?? 0)));
    done += outputs[0]?.count ?? 0;
    onProgress?.(done);
  }
  return all as unknown as Each<Outputs, Features>;
}

/** As `outputsOf`, of one batch. */
export async function outputsOfBatch<Outputs extends readonly Tensor2D[]>(
  apply: Apply<Outputs>,
  views: Tensor4D,
): Promise<Each<Outputs, Features>> {
  let outputs: readonly Tensor2D[];
  try {
    outputs = tidy(() => [...apply(views)]);
  } finally {
    views.dispose();
  }
  const read = await Promise.all(
    outputs.map(async (output): Promise<Features> => {
      const [count, size] = output.shape;
      return { data: await output.data<'float32'>(), count, size };
    }),
  );
  dispose([...outputs]);
  // A turn for signals and messages, which a backend that computes on this thread would hold up.
  await setImmediate();
  return read as unknown as Each<Outputs, Features>;
}
