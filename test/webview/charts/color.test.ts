import { describe, expect, it } from 'vitest';
import { contrast, parseColor, withContrast } from '../../../webview/charts/color';
import { paperPalette, themePalette } from '../../../webview/charts/palette';
import { themes } from '../harness/themes';

describe('colours', () => {
  it('are read in all forms that themes use', () => {
    expect(parseColor('#3794ff')).toEqual([55, 148, 255]);
    expect(parseColor(' #fff ')).toEqual([255, 255, 255]);
    expect(parseColor('#3794ff80')).toEqual([55, 148, 255]);
    expect(parseColor('rgba(204, 204, 204, 0.5)')).toEqual([204, 204, 204]);
    expect(parseColor('')).toBeNull();
  });

  it('have the contrast of WCAG', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([255, 255, 255], [119, 119, 119])).toBeCloseTo(4.48, 2);
  });

  it('are moved no further than the contrast wants', () => {
    expect(withContrast([0, 0, 0], [255, 255, 255], 3)).toEqual([0, 0, 0]);
    const orange = withContrast([209, 134, 22], [255, 255, 255], 3);
    expect(contrast(orange, [255, 255, 255])).toBeGreaterThanOrEqual(3);
    expect(contrast(orange, [255, 255, 255])).toBeLessThan(3.4);
  });
});

describe('palettes', () => {
  const palettes = Object.entries(themes).map(([name, { variables, bodyClass }]) => ({
    name,
    palette: themePalette(
      (variable) => variables[variable.replace('--vscode-', '')] ?? '',
      bodyClass.includes('high-contrast'),
    ),
  }));

  it.each([...palettes, { name: 'paper', palette: paperPalette }])('of $name can be read', ({ palette }) => {
    const background = parseColor(palette.background) ?? [0, 0, 0];
    const ratio = (color: string) => contrast(parseColor(color) ?? background, background);
    for (const color of Object.values(palette.line)) expect(ratio(color)).toBeGreaterThanOrEqual(2.95);
    for (const color of [...Object.values(palette.text), palette.axis]) {
      expect(ratio(color)).toBeGreaterThanOrEqual(4.45);
    }
  });

  it('have another colour for each thing that shares a chart', () => {
    for (const { palette } of palettes) {
      const { h, z, knn, reference, loss, contrastive, alignment, uniformity } = palette.line;
      expect(new Set([h, z, knn, reference]).size).toBe(4);
      expect(loss).not.toBe(contrastive);
      expect(alignment).not.toBe(uniformity);
    }
  });
});
