import type { EmbeddingImages } from '../../engine/runs/embeddingImages';
import type { SavedEmbeddings } from '../../engine/runs/embeddings';
import type { NpyMatrix } from '../../engine/runs/npy';

/** Images that a page is given, and numbers of h and z together, at most. */
const mostImages = 50_000;
const mostNumbers = 64e6;

/** Rows of saved embeddings that can be shown: all, or where they are too many evenly spread ones. */
export function shownRows({ h, z, images }: SavedEmbeddings): Int32Array | null {
  const count = images.ids.length;
  const most = Math.min(mostImages, Math.floor(mostNumbers / (h.columns + z.columns)));
  if (count <= most) return null;
  return fairRows(images.labels, count, most);
}

/**
 * `most` rows, of each class a share as large as its own: every so many-th of the rows put in order of their classes.
 * Images are in no order within a class that has to do with how they look.
 */
export function fairRows(labels: readonly number[] | null, count: number, most: number): Int32Array {
  const order = Array.from({ length: count }, (_, row) => row);
  if (labels !== null) order.sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0) || a - b);
  const chosen = Int32Array.from(
    { length: most },
    (_, i) => order[Math.floor(((i + 0.5) * count) / most)] ?? 0,
  );
  return chosen.sort();
}

/** The rows of a matrix that `rows` names. */
export function selectRows({ data, columns }: NpyMatrix, rows: ArrayLike<number>): NpyMatrix {
  const selected = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * columns;
    selected.set(data.subarray(start, start + columns), i * columns);
  }
  return { data: selected, rows: rows.length, columns };
}

/** What is said of the images that `rows` names. */
export function selectImages(images: EmbeddingImages, rows: Int32Array): EmbeddingImages {
  const pick = <T>(values: readonly T[]): T[] =>
    Array.from(rows, (row) => values[row]).filter((value) => value !== undefined);
  return {
    ...images,
    ids: pick(images.ids),
    labels: images.labels && pick(images.labels),
    factors: images.factors.map((factor) => ({ ...factor, values: pick(factor.values) })),
  };
}
