import type { Tile } from '../shaders/tiledProduct';

/** Parts of a size, the last of them maybe smaller. */
export function parts(size: number, part: number): number {
  return Math.ceil(size / part);
}

/** Tiles of a matrix. */
export function tilesOf(rows: number, columns: number, tile: Tile): number {
  return parts(rows, tile.rows) * parts(columns, tile.columns);
}

/** A list in groups of at most `most`, in order. */
export function inGroups<Item>(items: readonly Item[], most: number): Item[][] {
  return Array.from({ length: parts(items.length, most) }, (_, group) =>
    items.slice(group * most, (group + 1) * most),
  );
}
