import type { FigureData } from '../../studies/studyFigure';
import { escapeXml } from '../escapeXml';
import { markPath } from './markPath';
import { letterWidth } from './placeLabels';

const lineHeight = 18;

/** The names of a figure's series with their marks, in lines of at most a width. */
export interface FigureLegend {
  readonly height: number;
  /** Its drawing, from `top` on. */
  readonly draw: (top: number) => string;
}

/** The legend of a figure; without height where there is nothing to tell apart. */
export function figureLegend({ series, type }: FigureData, width: number): FigureLegend {
  if (type === 'heatmap' || series.length < 2) return { height: 0, draw: () => '' };
  let [x, line] = [0, 0];
  const places = series.map(({ name }) => {
    const wide = 40 + name.length * letterWidth;
    if (x > 0 && x + wide > width) [x, line] = [0, line + 1];
    const place = { x, line };
    x += wide;
    return place;
  });
  return {
    height: lineHeight * (line + 1),
    draw: (top) =>
      series
        .map(({ name }, index) => {
          const place = places[index] ?? { x: 0, line: 0 };
          const middle = top + lineHeight * (place.line + 0.5);
          const color = index % 8;
          const mark =
            type === 'lines'
              ? `<path class="line s-c${color}" d="M${place.x} ${middle}h20"/><path class="f-c${color}" d="${markPath(index, place.x + 10, middle)}"/>`
              : `<rect class="f-c${color}" x="${place.x}" y="${middle - 6}" width="12" height="12"/>`;
          const text = place.x + (type === 'lines' ? 25 : 17);
          return `${mark}<text class="note" x="${text}" y="${middle + 4}">${escapeXml(name)}</text>`;
        })
        .join(''),
  };
}
