import sharp from 'sharp';

/** Pixels between the edge and the cards, between cards, around a card's views and between them. */
const spacing = { margin: 24, cards: 12, padding: 4, views: 2 };

/** Greys; the cards are darker than white and lighter than black, so that both kinds of views stand out. */
const background = 246;
const card = 204;

/** Views that belong together, shown on one card: square, [S, S, 3], values 0 to 1. */
export type SheetCard = readonly Float32Array[];

/** Tiny views are enlarged by a whole number, so that they are about so many pixels wide. */
const legibleSide = 96;

/**
 * Draws rows of cards to a PNG: each card a group of views side by side. Cards in the same place of their rows are
 * to have as many views. `leadGap` sets the first card of each row apart from the others.
 * @param side side S of a view in pixels.
 */
export async function drawSheet(
  rows: readonly (readonly SheetCard[])[],
  side: number,
  leadGap: boolean,
): Promise<Buffer> {
  const scale = Math.max(1, Math.round(legibleSide / side));
  const shown = side * scale;
  const cardWidth = (views: number): number =>
    views * shown + (views - 1) * spacing.views + 2 * spacing.padding;
  const cardHeight = shown + 2 * spacing.padding;
  const gapBefore = (i: number): number =>
    i === 0 ? 0 : leadGap && i === 1 ? 2 * spacing.cards : spacing.cards;
  const rowWidth = (row: readonly SheetCard[]): number =>
    row.reduce((sum, views, i) => sum + gapBefore(i) + cardWidth(views.length), 0);

  const width = 2 * spacing.margin + Math.max(0, ...rows.map(rowWidth));
  const height = 2 * spacing.margin + rows.length * (cardHeight + spacing.cards) - spacing.cards;
  const canvas = Buffer.alloc(width * height * 3, background);
  rows.forEach((row, y) => {
    const top = spacing.margin + y * (cardHeight + spacing.cards);
    let left = spacing.margin;
    row.forEach((views, i) => {
      left += gapBefore(i);
      for (let line = top; line < top + cardHeight; line++) {
        const at = (line * width + left) * 3;
        canvas.fill(card, at, at + cardWidth(views.length) * 3);
      }
      views.forEach((view, k) => {
        const x = left + spacing.padding + k * (shown + spacing.views);
        paint(canvas, width, x, top + spacing.padding, view, side, scale);
      });
      left += cardWidth(views.length);
    });
  });
  return sharp(canvas, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Paints a view, each of its pixels a square. */
function paint(
  canvas: Buffer,
  canvasWidth: number,
  left: number,
  top: number,
  view: Float32Array,
  side: number,
  scale: number,
): void {
  for (let y = 0; y < side * scale; y++) {
    let at = ((top + y) * canvasWidth + left) * 3;
    for (let x = 0; x < side * scale; x++) {
      const from = (Math.floor(y / scale) * side + Math.floor(x / scale)) * 3;
      for (let channel = 0; channel < 3; channel++) {
        canvas[at++] = Math.round((view[from + channel] ?? 0) * 255);
      }
    }
  }
}
