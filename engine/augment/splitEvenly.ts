/** Images first to end − 1 of a batch, which are embedded together. */
export interface Chunk {
  readonly first: number;
  readonly end: number;
}

/**
 * Chunks of at most `microBatch` images, all as large as each other or smaller by one: batch norm wants no remnant.
 * @param microBatch null for a single chunk of all images.
 */
export function splitEvenly(images: number, microBatch: number | null): Chunk[] {
  const count = microBatch === null ? 1 : Math.ceil(images / microBatch);
  return Array.from({ length: count }, (_, index) => ({
    first: Math.floor((index * images) / count),
    end: Math.floor(((index + 1) * images) / count),
  }));
}
