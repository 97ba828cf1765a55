import { streamCenterViews } from '../augment/streamCenterViews';
import type { ImageSource, UnusableImage } from '../data/imageSource';
import { UserError } from '../errors';
import { embedChunk, embeddingBatch, type Embedding } from '../evaluate/embed';
import type { EvaluationHooks } from '../evaluate/evaluationHooks';
import { allPositions } from './anySource';
import type { TrainedNetwork } from './trainedNetwork';

/** What some images were embedded to: row i is of the image at `positions[i]` of the source. */
export interface EmbeddedChunk extends Embedding {
  readonly positions: readonly number[];
}

/** How a source is embedded, and who wants to know. */
export interface EmbedSourceOptions extends EvaluationHooks {
  /** Images embedded at once; what training held at once unless given. */
  readonly batchSize?: number;
  readonly onUnusable: (position: number, image: UnusableImage) => void;
}

/**
 * h and z of every image of a source, chunk by chunk, as `embed` computes them of decoded images. Memory holds one chunk
 * whatever the number of images.
 * @throws UserError when the source cannot be read, or the networks give no finite numbers; the signal's reason when it
 * aborts.
 */
export async function* embedSource(
  { frozen, config, checkpoint, imageSize }: TrainedNetwork,
  source: ImageSource,
  { batchSize = embeddingBatch(config), signal, onProgress, onUnusable }: EmbedSourceOptions,
): AsyncGenerator<EmbeddedChunk, void, void> {
  const total = source.count;
  let done = 0;
  const tell = () => {
    signal.throwIfAborted();
    onProgress({ phase: 'embedding', done, total });
  };
  tell();
  const views = streamCenterViews(source, allPositions(source), {
    ...{ imageSize, chunkSize: batchSize, signal },
    onUnusable: (position, image) => {
      done++;
      onUnusable(position, image);
    },
  });
  for await (const chunk of views) {
    const rows = await embedChunk(frozen, chunk.views, imageSize);
    checkRows(rows, checkpoint.path);
    yield { ...rows, positions: chunk.positions };
    done += chunk.positions.length;
    tell();
  }
}

/** @throws UserError where a network gives anything but numbers. */
export function checkRows({ h, z }: Embedding, checkpoint: string): void {
  if (h.data.every(Number.isFinite) && z.data.every(Number.isFinite)) return;
  throw new UserError(
    `${checkpoint} gives embeddings that are not finite: its training had diverged; use an earlier checkpoint, or train with a smaller learning rate`,
  );
}
