import { element } from '../components/element';
import { sheetCards } from './sheetCards';

/** Cuts the first cards out of a sheet of pairs, each as a picture of its own; the whole where it has none. */
export async function cutSheet(address: string, most: number): Promise<HTMLCanvasElement[]> {
  const image = new Image();
  image.src = address;
  await image.decode();
  const whole = { left: 0, top: 0, width: image.naturalWidth, height: image.naturalHeight };
  const canvas = element('canvas', { width: whole.width, height: whole.height });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null || whole.width === 0) return [];
  pen.drawImage(image, 0, 0);
  const cards = sheetCards(pen.getImageData(0, 0, whole.width, whole.height));
  const boxes = cards.length === 0 ? [whole] : cards.slice(0, most);
  return boxes.map(({ left, top, width, height }) => {
    const card = element('canvas', { width, height });
    card.getContext('2d')?.drawImage(canvas, left, top, width, height, 0, 0, width, height);
    return card;
  });
}
