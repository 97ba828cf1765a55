import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type ChartDataset,
} from 'chart.js';
import type { FigureData } from '../../extension/studyPanel/messages';
import type { Palette } from '../charts/palette';
import { element } from '../components/element';
import { barFill } from './barFill';
import { errorBars } from './errorBars';
import type { FigureSide } from './figureSide';
import { formatSpread } from './formatMeasure';
import { placesOf, plotRange } from './plotRange';
import type { PointLayer } from './pointLayer';
import { seriesStyle } from './seriesStyle';

Chart.register(BarController, BarElement, LineController, LineElement, PointElement);
Chart.register(CategoryScale, LinearScale, LogarithmicScale, Tooltip);

type Data = number | null | { readonly x: number; readonly y: number };

/** Bars or lines of one side of a figure, with its deviations. It is drawn once; what changes is another plot. */
export class FigurePlot {
  readonly node: HTMLElement;
  private readonly chart: Chart<'bar' | 'line', Data[]>;

  /**
   * @param spoken all that it shows, in words.
   * @param layer the buttons over its bars or points; null where they lead nowhere.
   */
  constructor(
    figure: FigureData,
    side: FigureSide,
    palette: Palette,
    spoken: string,
    layer: PointLayer | null,
  ) {
    const canvas = element('canvas', { role: 'img', 'aria-label': spoken });
    this.node = element('div', { class: 'figure-plot' }, canvas, ...(layer === null ? [] : [layer.node]));
    const config = configOf(figure, side, palette);
    const plugins = [errorBars(side.values, palette.axis), ...(layer === null ? [] : [layer.plugin])];
    this.chart = new Chart<'bar' | 'line', Data[]>(canvas, { ...config, plugins });
  }

  dispose(): void {
    this.chart.destroy();
  }
}

function configOf(
  figure: FigureData,
  side: FigureSide,
  palette: Palette,
): ChartConfiguration<'bar' | 'line', Data[]> {
  const range = plotRange(figure, side);
  const font = { family: palette.fontFamily, size: 11 };
  const title = (text: string) => ({ display: text !== '', text, color: palette.axis, font });
  const unit = figure.unit === 'percent' ? ' %' : '';
  return {
    type: figure.type === 'lines' ? 'line' : 'bar',
    data: {
      labels: figure.x.map(({ name }) => name),
      datasets: side.values.map((_, series) => datasetOf(figure, side, series, palette)),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      layout: { padding: { top: 8, right: 8 } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: xScale(figure, palette, font, title(figure.xLabel)),
        y: {
          type: 'linear',
          ...{ min: range.min, max: range.max },
          border: { color: palette.grid },
          grid: { color: palette.grid, drawTicks: false },
          title: title(figure.valueLabel),
          ticks: {
            ...{ color: palette.axis, font, padding: 6, autoSkip: false },
            callback: (value) => `${String(Number(Number(value).toPrecision(6))).replace('-', '−')}${unit}`,
          },
          afterBuildTicks: (scale) => {
            scale.ticks = range.ticks.values.map((value) => ({ value }));
          },
        },
      },
      plugins: {
        tooltip: {
          ...{ titleFont: font, bodyFont: font, displayColors: false },
          ...{ titleColor: palette.text.plain, bodyColor: palette.text.plain },
          ...{ backgroundColor: palette.background, borderColor: palette.axis, borderWidth: 1 },
          callbacks: {
            title: (items) => figure.x[items[0]?.dataIndex ?? 0]?.name ?? '',
            label: ({ datasetIndex, dataIndex }) => reading(figure, side, datasetIndex, dataIndex),
          },
        },
      },
    },
  };
}

function xScale(figure: FigureData, palette: Palette, font: object, title: object) {
  const { values, scale } = placesOf(figure);
  const ticks = { color: palette.axis, font, padding: 4 };
  const look = { border: { color: palette.grid }, grid: { display: false }, title };
  if (figure.type !== 'lines') return { type: 'category' as const, ...look, ticks };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const ends =
    scale === 'logarithmic'
      ? { min: low / 1.15, max: high * 1.15 }
      : { min: low - (high - low || 1) * 0.05, max: high + (high - low || 1) * 0.05 };
  return {
    type: scale,
    ...look,
    ...ends,
    ticks: {
      ...ticks,
      autoSkip: false,
      callback: (value: number | string) => figure.x[values.indexOf(Number(value))]?.name ?? '',
    },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = values.map((value) => ({ value }));
    },
  };
}

function datasetOf(
  figure: FigureData,
  { values }: FigureSide,
  series: number,
  palette: Palette,
): ChartDataset<'bar' | 'line', Data[]> {
  const { color, marker, dash, stripes } = seriesStyle(series);
  const line = palette.line[color];
  const own = values[series] ?? [];
  if (figure.type !== 'lines') {
    return {
      type: 'bar',
      data: own.map((value) => value?.mean ?? null),
      backgroundColor: barFill(line, palette.background, stripes),
      ...{
        borderColor: line,
        borderWidth: 1,
        maxBarThickness: 64,
        categoryPercentage: 0.75,
        barPercentage: 0.9,
      },
    };
  }
  const { values: places } = placesOf(figure);
  return {
    type: 'line',
    data: own.map((value, place) => ({ x: places[place] ?? place, y: value?.mean ?? NaN })),
    ...{ borderColor: line, backgroundColor: line, borderWidth: 2, borderDash: [...dash] },
    ...{ pointStyle: marker, pointRadius: 4, spanGaps: true },
  };
}

function reading({ series, unit }: FigureData, { values }: FigureSide, at: number, place: number): string {
  const spread = values[at]?.[place];
  if (spread === null || spread === undefined) return '';
  const name = series[at]?.name ?? '';
  const seeds = spread.deviation === null ? '' : ` (${spread.count} seeds)`;
  return `${name === '' ? '' : `${name}: `}${formatSpread(spread, unit)}${unit === 'percent' ? ' %' : ''}${seeds}`;
}
