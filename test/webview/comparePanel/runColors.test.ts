import { describe, expect, it } from 'vitest';
import { contrast, parseColor, type Rgb } from '../../../webview/charts/color';
import { runColors, themePalette } from '../../../webview/charts/palette';

/** Machado, Oliveira and Fernandes 2009, severity 1, for linear light. */
const eyes = {
  'full colour vision': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** A colour as seen, in Oklab, where distances are about those that people see. */
function seen(color: Rgb, eye: readonly number[]): number[] {
  const light = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const times = (matrix: readonly number[], vector: readonly number[]) =>
    [0, 3, 6].map((row) =>
      vector.reduce((sum, value, column) => sum + (matrix[row + column] ?? 0) * value, 0),
    );
  const shown = times(eye, light).map((value) => Math.min(1, Math.max(0, value)));
  const cones = times(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619,
      0.2817188376, 0.6299787005,
    ],
    shown,
  );
  return times(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371,
      0.7827717662, -0.808675766,
    ],
    cones.map(Math.cbrt),
  );
}

const themes = { light: '#ffffff', dark: '#1f1f1f', 'high contrast': '#000000', paper: '#ffffff' };

describe.each(Object.entries(themes))('the colours of runs, %s', (_, background) => {
  const palette = themePalette(
    (variable) => (variable === '--vscode-editor-background' ? background : ''),
    false,
  );
  const colors = runColors.map((role) => parseColor(palette.line[role]) ?? ([0, 0, 0] as const));

  it('stand out from the ground', () => {
    const ground = parseColor(background) ?? ([0, 0, 0] as const);
    for (const color of colors) expect(contrast(color, ground)).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(eyes))('are told apart with %s', (_name, eye) => {
    const distances = colors.flatMap((a, index) =>
      colors.slice(0, index).map((b) => {
        const [left, right] = [seen(a, eye), seen(b, eye)];
        return Math.hypot(...left.map((value, axis) => value - (right[axis] ?? 0)));
      }),
    );
    expect(distances).toHaveLength(28);
    // The nearest two of the palette of Okabe and Ito, made for this, are 0.019 apart with deuteranopia.
    expect(Math.min(...distances)).toBeGreaterThan(0.07);
  });
});
