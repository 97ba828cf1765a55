import { formatTick } from '../format/formatValue';
import type { AxisSpec, ChartSpec, Marker } from './chartSpec';
import type { LineChart } from './lineChart';
import { paperPalette } from './palette';
import type { PlotPoint } from './plotLine';
import type { XAxis } from './seriesStore';
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
  xAxis: XAxis,
  hidden: ReadonlySet<string>,
): Figure {
  const x = chart.range('x');
  const shown = spec.series.filter(({ key }) => !hidden.has(key));
  const inColor = spec.right !== null;
  const valueAxis = (id: 'left' | 'right', axis: AxisSpec, range: AxisRange): FigureAxis => {
    const owner = spec.series.find((series) => series.axis === id);
    return {
      title: axis.title,
      min: range.min,
      max: range.max,
      logarithmic: id === 'left' && chart.isLogarithmic,
      color: inColor && owner !== undefined ? paperPalette.text[owner.color] : paperPalette.axis,
      ticks: range.ticks.values
        .filter((value) => value >= range.min && value <= range.max)
        .map((value) => ({ value, label: formatTick(axis.unit, value, range.ticks.step) })),
    };
  };
  return {
    title: `${runTitle}: ${spec.title}`,
    x: {
      title: xAxis === 'time' ? 'time of training' : xAxis,
      min: x.min,
      max: x.max,
      logarithmic: false,
      color: paperPalette.axis,
      ticks: x.ticks.values.map((value) => ({
        value,
        label: value === 0 && xAxis !== 'time' ? '0' : formatXTick(xAxis, value, x.ticks.step),
      })),
    },
    left: valueAxis('left', spec.left, chart.range('left')),
    right: spec.right === null ? null : valueAxis('right', spec.right, chart.range('right')),
    lines: [
      ...chart.shownReferences.map(({ label, value, dash }) => ({
        label,
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
