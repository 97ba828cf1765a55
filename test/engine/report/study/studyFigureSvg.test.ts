import { describe, expect, it } from 'vitest';
import { studyFigureSvg } from '../../../../engine/report/study/studyFigureSvg';
import type { FigureData } from '../../../../engine/studies/studyFigure';

/** A figure over places and series of these names, with every value 40 ± 2. */
function figureOf(
  type: FigureData['type'],
  places: readonly string[],
  series: readonly string[],
  hasPaper = false,
): FigureData {
  const point = {
    ours: { mean: 40, deviation: 2, count: 3 },
    paper: hasPaper ? 60 : null,
    cells: [],
  };
  return {
    ...{ title: 'Figure', type, xLabel: 'Place', seriesLabel: 'Series', valueLabel: 'Accuracy' },
    ...{ unit: 'percent', scale: 'linear', averages: null, hasPaper },
    x: places.map((name) => ({ name, value: null, unit: 'percent' })),
    series: series.map((name) => ({ name, points: places.map(() => point) })),
  };
}

/** The texts of a drawing, each with its place. */
function textsOf(svg: string): { text: string; x: number; y: number; slanted: boolean }[] {
  return [...svg.matchAll(/<text class="\w+"([^>]*)>([^<]*)<\/text>/g)].map(
    ([, attributes = '', text = '']) => {
      const number = (name: string) => Number(new RegExp(` ${name}="([-\\d.]+)"`).exec(attributes)?.[1]);
      const [, x, y] = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes) ?? [];
      return x === undefined
        ? { text, x: number('x'), y: number('y'), slanted: false }
        : { text, x: Number(x), y: Number(y), slanted: true };
    },
  );
}

function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /viewBox="-12 -12 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

describe('a figure of a study as SVG', () => {
  it('breaks long names of places between words, not after a lone letter, and has room for the lines', () => {
    const names = ['Told apart by colours alone', 'no ℓ2, τ 100', 'Linear evaluation', 'crop', 'flip'];
    const svg = studyFigureSvg(figureOf('bars', names, ['one']));
    const texts = textsOf(svg);
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Told apart', 'by colours', 'alone', 'no ℓ2,', 'τ 100', 'crop']),
    );
    const lowest = Math.max(...texts.map(({ y }) => y));
    expect(texts.find(({ text }) => text === 'Place')?.y).toBe(lowest);
    expect(lowest).toBeLessThan(sizeOf(svg).height - 12);
  });

  it('slants names where a word is wider than its place, and makes room for them', () => {
    const names = ['normalisation', 'augmentation', ...'abcdefgh'];
    const svg = studyFigureSvg(figureOf('bars', names, ['one']));
    const label = textsOf(svg).find(({ text }) => text === 'normalisation');
    expect(label?.slanted).toBe(true);
    // It ends at its place, and begins as far under it as it is long, at 35 degrees.
    const start = (label?.y ?? NaN) + 13 * 5 * Math.sin((35 * Math.PI) / 180);
    expect(start).toBeLessThan(textsOf(svg).find(({ text }) => text === 'Place')?.y ?? NaN);
  });

  it('continues a legend on the next line where the drawing ends', () => {
    const series = [
      'NT-Xent',
      'NT-Logistic',
      'Margin triplet',
      'NT-Logistic, semi-hard',
      'Margin, semi-hard',
    ];
    const svg = studyFigureSvg(figureOf('lines', ['1', '2'], series));
    const { width } = sizeOf(svg);
    const lines = series.map((name) => textsOf(svg).find(({ text }) => text === name));
    expect(new Set(lines.map((line) => line?.y)).size).toBeGreaterThan(1);
    for (const [index, line] of lines.entries()) {
      expect((line?.x ?? NaN) + (series[index]?.length ?? NaN) * 5).toBeLessThan(width - 12);
    }
  });

  it('tells lines apart by the shape of their marks too, ours and the paper’s alike', () => {
    const svg = studyFigureSvg(figureOf('lines', ['1', '2'], ['a', 'b', 'c'], true));
    const shapes = (color: number) => {
      const paths = svg.matchAll(new RegExp(`<path class="f-c${color}" d="M[-\\d.]+ [-\\d.]+([^"]*)"`, 'g'));
      return [...paths].map(([, shape]) => shape);
    };
    // One in the legend, two here, two of the paper's.
    for (const color of [0, 1, 2]) expect(shapes(color)).toEqual(Array(5).fill(shapes(color)[0]));
    expect(new Set([0, 1, 2].map((color) => shapes(color)[0])).size).toBe(3);
  });
});
