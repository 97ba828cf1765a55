import type { FigureData } from '../../studies/studyFigure';
import { escapeXml } from '../escapeXml';
import { barsPlot } from './barsPlot';
import { measureText } from '../../studies/measureText';
import { figureSides, type FigureSide } from './figureSide';
import { heatPlot } from './heatPlot';
import { linesPlot } from './linesPlot';
import type { PlotArea } from './plotArea';

const sideWidth = 380;
const gap = 20;

/** A figure of a study as SVG that `figureStyle` colours: ours, and the paper's beside it where it has numbers. */
export function studyFigureSvg(figure: FigureData): string {
  const sides = figureSides(figure);
  const width = sides.length * sideWidth + (sides.length - 1) * gap;
  const legendLines = figure.type === 'heatmap' || figure.series.length < 2 ? 0 : 1;
  const height = heightOf(figure) + 18 * legendLines;
  const parts = [
    `<text class="title" x="0" y="14">${escapeXml(figure.title)}</text>`,
    legendLines === 0 ? '' : legend(figure),
    ...sides.map((side, index) => {
      const left = index * (sideWidth + gap);
      const top = 40 + 18 * legendLines;
      const heading =
        sides.length === 1 ? '' : `<text class="note" x="${left}" y="${top - 8}">${side.title}</text>`;
      const area = { left: left + marginOf(figure), right: left + sideWidth - 6, top, bottom: height - 44 };
      return heading + plot(figure, side, area) + axisLabel(figure, area, height);
    }),
  ];
  return `<svg class="fig" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(describeFigure(figure))}">${parts.join('')}</svg>`;
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

function heightOf({ type, series }: FigureData): number {
  return type === 'heatmap' ? 84 + 30 * series.length : 260;
}

function marginOf({ type, series }: FigureData): number {
  if (type !== 'heatmap') return 48;
  return 14 + 6.2 * Math.max(...series.map(({ name }) => name.length));
}

function plot(figure: FigureData, side: FigureSide, area: PlotArea): string {
  switch (figure.type) {
    case 'heatmap':
      return heatPlot(figure, side, area);
    case 'lines':
      return linesPlot(figure, side, area);
    case 'bars':
    case 'table':
      return barsPlot(figure, side, area);
  }
}

function axisLabel({ xLabel }: FigureData, { left, right }: PlotArea, height: number): string {
  return `<text class="note" x="${(left + right) / 2}" y="${height - 6}" text-anchor="middle">${escapeXml(xLabel)}</text>`;
}

function legend({ series, type }: FigureData): string {
  let at = 0;
  return series
    .map(({ name }, index) => {
      const x = at;
      at += 32 + name.length * 6.4;
      const mark =
        type === 'lines'
          ? `<path class="line s-c${index % 8}" d="M${x} 30h16"/>`
          : `<rect class="f-c${index % 8}" x="${x}" y="24" width="12" height="12"/>`;
      return `${mark}<text class="note" x="${x + 20}" y="34">${escapeXml(name)}</text>`;
    })
    .join('');
}
