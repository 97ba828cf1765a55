import type { ChartSettings } from '../../extension/runPanel/messages';
import { formatTick, formatValue } from '../format/formatValue';
import type { AxisSpec, ChartSpec, Marker } from './chartSpec';
import type { LineChart } from './lineChart';
import { paperInk, paperPalette } from './palette';
import type { PlotPoint } from './plotLine';
import { formatSmoothing } from './smoothing';
import type { AxisRange } from './ticks';
import { formatXTick } from './xAxis';

/** An axis of a figure, with its labels as text. */
export interface FigureAxis {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly logarithmic: boolean;
  readonly color: string;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** A line of a figure; faint ones have no place in the legend. */
export interface FigureLine {
  readonly label: string | null;
  readonly axis: 'left' | 'right';
  readonly color: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly marker: Marker | null;
  readonly points: readonly PlotPoint[];
}

/** Everything that a drawing of a chart needs, free of the screen and the theme. */
export interface Figure {
  readonly title: string;
  /** What was done to the lines; empty where nothing was. */
  readonly note: string;
  readonly x: FigureAxis;
  readonly left: FigureAxis;
  readonly right: FigureAxis | null;
  /** Those behind first. */
  readonly lines: readonly FigureLine[];
}

/** A chart as it stands, dark on white, with what is hidden left out. */
export function chartFigure(
  runTitle: string,
  spec: ChartSpec,
  chart: LineChart,
  { xAxis, smoothing }: Pick<ChartSettings, 'xAxis' | 'smoothing'>,
): Figure {
  const x = chart.range('x');
  const shown = spec.series.filter(({ key }) => chart.line(key)?.isHidden === false);
  const smoothed = shown.some(({ key }) => (chart.line(key)?.drawnBehind.length ?? 0) > 0);
  const inColor = spec.right !== null;
  const valueAxis = (id: 'left' | 'right', axis: AxisSpec, range: AxisRange): FigureAxis => {
    const owner = spec.series.find((series) => series.axis === id);
    return {
      title: axis.title,
      min: range.min,
      max: range.max,
      logarithmic: id === 'left' && chart.isLogarithmic,
      color: inColor && owner !== undefined ? paperPalette.text[owner.color] : paperInk,
      ticks: range.ticks.values
        .filter((value) => value >= range.min && value <= range.max)
        .map((value) => ({ value, label: formatTick(axis.unit, value, range.ticks.step) })),
    };
  };
  return {
    title: `${runTitle}: ${spec.title}`,
    note: smoothed ? `moving average of weight ${formatSmoothing(smoothing)}, raw behind` : '',
    x: {
      title: xAxis === 'time' ? 'time of training' : xAxis,
      min: x.min,
      max: x.max,
      logarithmic: false,
      color: paperInk,
      ticks: x.ticks.values.map((value) => ({
        value,
        label: value === 0 && xAxis !== 'time' ? '0' : formatXTick(xAxis, value, x.ticks.step),
      })),
    },
    left: valueAxis('left', spec.left, chart.range('left')),
    right: spec.right === null ? null : valueAxis('right', spec.right, chart.range('right')),
    lines: [
      ...chart.shownReferences.map(({ label, value, dash }) => ({
        label: `${label} ${formatValue(spec.left.unit, value)}`,
        axis: 'left' as const,
        color: paperPalette.line.reference,
        width: 1.5,
        dash,
        marker: null,
        points: [
          { x: x.min, y: value },
          { x: x.max, y: value },
        ],
      })),
      ...shown.map(({ key, axis, color }) => ({
        label: null,
        axis,
        color: paperPalette.faint[color],
        width: 1,
        dash: [],
        marker: null,
        points: chart.line(key)?.drawnBehind ?? [],
      })),
      ...shown.map(({ key, label, axis, color, dash, marker }) => ({
        label,
        axis,
        color: paperPalette.line[color],
        width: 1.75,
        dash,
        marker: chart.line(key)?.isMarked === true ? (marker ?? 'circle') : null,
        points: chart.line(key)?.drawn ?? [],
      })),
    ],
  };
}
