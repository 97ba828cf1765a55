import type { FigureData } from '../../studies/studyFigure';
import { measureText } from '../../studies/measureText';
import { escapeXml } from '../escapeXml';
import { barsPlot } from './barsPlot';
import { figureLegend } from './figureLegend';
import { figureSides, type FigureSide } from './figureSide';
import { heatPlot } from './heatPlot';
import { linesPlot } from './linesPlot';
import { placeLabels, type PlaceLabels } from './placeLabels';
import type { PlotArea } from './plotArea';

const sideWidth = 380;
const gap = 20;
/** Left free all around. */
const border = 12;

/** A figure of a study as SVG that `figureStyle` colours: ours, and the paper's beside it where it has numbers. */
export function studyFigureSvg(figure: FigureData): string {
  const sides = figureSides(figure);
  const width = sides.length * sideWidth + (sides.length - 1) * gap;
  const legend = figureLegend(figure, width);
  const top = 30 + legend.height + (sides.length === 1 ? 0 : 18);
  const bottom = top + plotHeight(figure);
  const labels = labelsOf(figure, sideWidth - marginOf(figure) - 6);
  const height = bottom + labels.height + (figure.xLabel === '' ? 0 : 24);
  const parts = [
    `<text class="title" x="0" y="14">${escapeXml(figure.title)}</text>`,
    legend.draw(22),
    ...sides.map((side, index) => {
      const left = index * (sideWidth + gap);
      const heading =
        sides.length === 1 ? '' : `<text class="note" x="${left}" y="${top - 12}">${side.title}</text>`;
      const area = { left: left + marginOf(figure), right: left + sideWidth - 6, top, bottom };
      return heading + plot(figure, side, area, labels) + axisLabel(figure, area, height);
    }),
  ];
  const [outerWidth, outerHeight] = [width + 2 * border, height + 2 * border];
  return `<svg class="fig" xmlns="http://www.w3.org/2000/svg" width="${outerWidth}" height="${outerHeight}" viewBox="${-border} ${-border} ${outerWidth} ${outerHeight}" role="img" aria-label="${escapeXml(describeFigure(figure))}">${parts.join('')}</svg>`;
}

/** A figure in words: every number that it has. */
export function describeFigure({ title, series, x, unit }: FigureData): string {
  const lines = series.map(({ name, points }) => {
    const values = points.flatMap(({ ours }, at) =>
      ours === null ? [] : [`${x[at]?.name ?? ''} ${measureText(ours.mean, x[at]?.unit ?? unit)}`],
    );
    return `${name === '' ? '' : `${name}: `}${values.length === 0 ? 'no numbers yet' : values.join(', ')}`;
  });
  return `${title}. ${lines.join('; ')}`;
}

function plotHeight({ type, series }: FigureData): number {
  return type === 'heatmap' ? 30 * series.length : 170;
}

/** Room for what stands left of the plot. */
function marginOf({ type, series }: FigureData): number {
  if (type !== 'heatmap') return 48;
  return 14 + 6.2 * Math.max(...series.map(({ name }) => name.length));
}

function labelsOf({ type, x, averages }: FigureData, width: number): PlaceLabels {
  const names = [...x.map(({ name }) => name), ...(averages === null ? [] : ['Average'])];
  // Lines have their first and last place at the ends, the others theirs in the middle of equal parts.
  const parts = type === 'lines' ? Math.max(1, names.length - 1) : names.length;
  return placeLabels(names, width / Math.max(1, parts));
}

function plot(figure: FigureData, side: FigureSide, area: PlotArea, labels: PlaceLabels): string {
  switch (figure.type) {
    case 'heatmap':
      return heatPlot(figure, side, area, labels);
    case 'lines':
      return linesPlot(figure, side, area, labels);
    case 'bars':
    case 'table':
      return barsPlot(figure, side, area, labels);
  }
}

function axisLabel({ xLabel }: FigureData, { left, right }: PlotArea, height: number): string {
  return `<text class="note" x="${(left + right) / 2}" y="${height - 4}" text-anchor="middle">${escapeXml(xLabel)}</text>`;
}
