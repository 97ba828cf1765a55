import { parseColor } from '../charts/color';
import { currentPalette, watchTheme } from '../charts/themeWatch';
import { element } from '../components/element';

/** Pixels of a side on screen, at least; a class has a whole number of them. */
const leastSide = 400;

/**
 * A confusion matrix of many classes as a picture, dark where an image is told right or mistaken often; what matters
 * of it is in the table of mistakes as well.
 */
export function confusionMap(
  on: 'h' | 'z',
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
): HTMLElement {
  const side = confusion.length;
  const scale = Math.max(1, Math.round(leastSide / Math.max(1, side)));
  const canvas = element('canvas', {
    ...{ class: 'confusion-map', width: side, height: side, role: 'img' },
    'aria-label': `Confusion matrix of ${classes.length} classes on ${on}, as a picture`,
  });
  canvas.style.width = `${side * scale}px`;
  const draw = (): void => {
    const { line } = currentPalette();
    paint(canvas, confusion, parseColor(line[on]) ?? [0, 0, 0], parseColor(line.alignment) ?? [0, 0, 0]);
  };
  draw();
  watchTheme(draw);
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const { clientWidth } = canvas;
    const [column, row] = [offsetX, offsetY].map((place) => Math.floor((place / clientWidth) * side));
    const count = confusion[row ?? 0]?.[column ?? 0] ?? 0;
    canvas.title = `${classes[row ?? 0] ?? ''} → ${classes[column ?? 0] ?? ''}: ${count}`;
  });
  return canvas;
}

type Rgb = readonly [number, number, number];

function paint(
  canvas: HTMLCanvasElement,
  confusion: readonly (readonly number[])[],
  right: Rgb,
  wrong: Rgb,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const side = confusion.length;
  const picture = context.createImageData(side, side);
  confusion.forEach((row, actual) => {
    const of = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, predicted) => {
      const share = of === 0 ? 0 : count / of;
      // The root brings out mistakes, which are few each.
      picture.data.set(
        [...(actual === predicted ? right : wrong), Math.round(255 * Math.sqrt(share))],
        4 * (actual * side + predicted),
      );
    });
  });
  context.putImageData(picture, 0, 0);
}
