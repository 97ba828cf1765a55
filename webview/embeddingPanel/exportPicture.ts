import { colorText, type Rgb } from '../charts/color';
import type { LegendContent } from './coloring';

/** What is put together to a picture. */
export interface PictureParts {
  readonly title: string;
  /** Each plot with its title. */
  readonly plots: readonly { readonly title: string; readonly canvas: HTMLCanvasElement }[];
  readonly legend: LegendContent;
  readonly ink: string;
  readonly background: Rgb;
  readonly fontFamily: string;
}

/**
 * Both plots side by side with titles and legend, as PNG.
 * @returns its bytes in base64.
 */
export function exportedPicture(parts: PictureParts): string {
  const { plots, legend, title } = parts;
  const density = window.devicePixelRatio;
  const gap = 16;
  const width = plots.reduce((sum, { canvas }) => sum + canvas.width / density + gap, gap);
  const plotHeight = Math.max(...plots.map(({ canvas }) => canvas.height / density));
  const picture = document.createElement('canvas');
  const context = picture.getContext('2d');
  if (context === null) throw new Error('This browser draws no pictures.');
  const font = (size: number, weight = 400) => `${weight} ${size}px ${parts.fontFamily}`;
  context.font = font(12);
  const items = legendItems(legend, (text) => context.measureText(text).width, width - 2 * gap);
  const legendHeight = 20 * (1 + Math.max(0, ...items.map(({ row }) => row)));
  picture.width = Math.round(width * density);
  picture.height = Math.round((70 + plotHeight + legendHeight + gap) * density);
  context.scale(density, density);
  context.fillStyle = colorText(parts.background);
  context.fillRect(0, 0, width, picture.height);
  context.fillStyle = parts.ink;
  context.font = font(15, 600);
  context.fillText(title, gap, 26);
  context.font = font(12);
  let left = gap;
  for (const { title: name, canvas } of plots) {
    context.fillStyle = parts.ink;
    context.fillText(name, left, 50);
    context.drawImage(canvas, left, 58, canvas.width / density, canvas.height / density);
    left += canvas.width / density + gap;
  }
  const top = 58 + plotHeight + 20;
  for (const { text, color, x, row } of items) {
    if (color !== null) {
      context.fillStyle = colorText(color);
      context.fillRect(gap + x, top + 20 * row - 9, 10, 10);
    }
    context.fillStyle = parts.ink;
    context.fillText(text, gap + x + (color === null ? 0 : 15), top + 20 * row);
  }
  return picture.toDataURL('image/png').replace('data:image/png;base64,', '');
}

interface LegendItem {
  readonly text: string;
  readonly color: Rgb | null;
  readonly x: number;
  readonly row: number;
}

/** Marks and words one after another, in as many rows as it takes. */
function legendItems(legend: LegendContent, measure: (text: string) => number, width: number): LegendItem[] {
  const parts =
    legend.type === 'categories'
      ? legend.categories.map(({ label, color }) => ({ text: label, color }))
      : [
          { text: legend.from, color: null },
          ...legend.colors.map((color) => ({ text: '', color })),
          { text: legend.to, color: null },
        ];
  let [x, row] = [0, 0];
  return parts.map(({ text, color }) => {
    const wide = (color === null ? 0 : 15) + measure(text) + (text === '' ? -4 : 14);
    if (x > 0 && x + wide > width) [x, row] = [0, row + 1];
    const item = { text, color, x, row };
    x += wide;
    return item;
  });
}
