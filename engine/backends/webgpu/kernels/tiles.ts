import type { Tile } from '../shaders/tiledProduct';

/** Parts of a size, the last of them maybe smaller. */
export function parts(size: number, part: number): number {
  return Math.ceil(size / part);
}

/** Tiles of a matrix. */
export function tilesOf(rows: number, columns: number, tile: Tile): number {
  return parts(rows, tile.rows) * parts(columns, tile.columns);
}
