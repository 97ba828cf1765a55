import { lineSwatch } from '../charts/lineSwatch';
import type { Palette } from '../charts/palette';
import type { RunStyle } from './runStyle';

/** A piece of a run's line, in its colour. */
export function runSwatch({ color, dash, marker }: RunStyle, palette: Palette): SVGElement {
  const swatch = lineSwatch(dash, marker);
  swatch.style.color = palette.line[color];
  return swatch;
}
