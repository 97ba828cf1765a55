import type { SeriesStyle } from './seriesStyle';

/** Pixels of a tile of stripes. */
const side = 8;

/** What bars are filled with: their colour, with stripes of the background in it. */
export function barFill(
  color: string,
  background: string,
  stripes: SeriesStyle['stripes'],
): string | CanvasPattern {
  if (stripes === 'none') return color;
  const tile = document.createElement('canvas');
  tile.width = side;
  tile.height = side;
  const context = tile.getContext('2d');
  if (context === null) return color;
  context.fillStyle = color;
  context.fillRect(0, 0, side, side);
  context.strokeStyle = background;
  context.lineWidth = 1.5;
  context.beginPath();
  if (stripes === 'level') {
    context.moveTo(0, side / 2);
    context.lineTo(side, side / 2);
  } else {
    // Beyond the corners too, so that tiles join.
    for (const shift of [-side, 0, side]) {
      const [from, to] = stripes === 'rising' ? [side, 0] : [0, side];
      context.moveTo(shift - 1, from + (stripes === 'rising' ? 1 : -1));
      context.lineTo(shift + side + 1, to + (stripes === 'rising' ? -1 : 1));
    }
  }
  context.stroke();
  return context.createPattern(tile, 'repeat') ?? color;
}
