import { colorText, parseColor } from '../charts/color';
import { currentPalette } from '../charts/themeWatch';
import type { PlotInk } from './plot/scatterPlot';

/** The theme's colours around the points, and its font for pictures. */
export function plotInk(): PlotInk & { readonly fontFamily: string } {
  const palette = currentPalette();
  const background = parseColor(palette.background) ?? [255, 255, 255];
  const foreground = parseColor(palette.line.plain) ?? [0, 0, 0];
  return {
    background,
    lasso: colorText(foreground),
    lassoFill: colorText(foreground, 0.08),
    ring: colorText(foreground),
    spaces: { h: palette.line.h, z: palette.line.z },
    fontFamily: palette.fontFamily,
  };
}
