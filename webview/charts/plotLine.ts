import type { ChartDataset } from 'chart.js';
import type { Reference, SeriesSpec } from './chartSpec';
import type { Palette } from './palette';
import type { Series, XAxis } from './seriesStore';

/** A point in the units of its axes; y is NaN where it cannot be drawn. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export type Dataset = ChartDataset<'line', PlotPoint[]>;

/** So many points still have room for their markers. */
const mostMarkers = 40;

/** Heights of its own range that a line may go up and down in all and still be dashed. */
const roughest = 60;

/** How a line stands among the others. */
export type Standing = 'front' | 'level' | 'back';

/** A metric as it is drawn: the line, and behind it, where it is smoothed, the one that is not. */
export class PlotLine {
  readonly main: Dataset;
  readonly behind: Dataset;
  private points: PlotPoint[] = [];
  private smooth: PlotPoint[] = [];
  private restyled = true;
  private standing: Standing = 'level';

  constructor(readonly spec: SeriesSpec) {
    this.main = {
      ...plain(spec.axis),
      borderWidth: 1.5,
      borderJoinStyle: 'round',
      pointStyle: spec.marker ?? 'circle',
      pointBorderWidth: 0,
      order: 1,
    };
    this.behind = { ...plain(spec.axis), borderWidth: 1, order: 2 };
  }

  /** Takes over the points from index `from` on; those before are as they were. */
  setPoints(series: Series, xAxis: XAxis, from: number): void {
    replaceTail(this.points, series[xAxis], series.value, from);
    if (series.smooth.length === 0) this.smooth = [];
    replaceTail(this.smooth, series[xAxis], series.smooth, from);
    const smoothed = this.spec.smoothed && this.smooth.length > 0;
    this.main.data = smoothed ? this.smooth : this.points;
    this.behind.data = smoothed && this.spec.withoutRaw !== true ? this.points : [];
    const radius = this.isMarked ? 2.5 : 0;
    if (this.main.pointRadius !== radius) this.restyled = true;
    this.main.pointRadius = radius;
    // Dashes of a line that goes up and down all the time cannot be told apart, and cost more than all else.
    this.main.borderDash = roughness(this.main.data) > roughest ? [] : [...this.spec.dash];
  }

  /** Forgets all points: the x axis shows something else now. */
  clear(): void {
    this.points = [];
    this.smooth = [];
  }

  /** Whether the points are few enough to be marked one by one. */
  get isMarked(): boolean {
    const { length } = this.points;
    return length === 1 || (this.spec.marker !== null && length <= mostMarkers);
  }

  /** The line's points in rising x, and those behind it. */
  get drawn(): readonly PlotPoint[] {
    return this.main.data;
  }

  get drawnBehind(): readonly PlotPoint[] {
    return this.behind.data;
  }

  get isHidden(): boolean {
    return this.main.hidden === true;
  }

  set isHidden(hidden: boolean) {
    this.main.hidden = hidden;
    this.behind.hidden = hidden;
  }

  /** Whether markers have changed in size or colour since it was last asked. */
  takeRestyled(): boolean {
    const { restyled } = this;
    this.restyled = false;
    return restyled;
  }

  /** Brings the line before the others, or lets it stand back; shows once it is painted. */
  setStanding(standing: Standing): void {
    this.standing = standing;
    this.main.borderWidth = standing === 'front' ? 2.5 : 1.5;
    this.main.order = standing === 'front' ? 0 : 1;
  }

  paint(palette: Palette): void {
    this.restyled = true;
    const color = (this.standing === 'back' ? palette.faint : palette.line)[this.spec.color];
    this.main.borderColor = color;
    this.main.backgroundColor = color;
    this.behind.borderColor = palette.faint[this.spec.color];
  }
}

/** The horizontal line of a reference; its points are set when it is drawn. */
export function referenceLine({ dash }: Reference): Dataset {
  return { ...plain('left'), borderWidth: 1.5, borderDash: [...dash], order: 3 };
}

function plain(axis: 'left' | 'right'): Dataset {
  return { yAxisID: axis, data: [], pointRadius: 0, clip: 3 };
}

/**
 * The chart learns of the points when it is drawn next. It would be told of a push at once, which it answers by an error where
 * points came before that it has not drawn.
 */
function replaceTail(points: PlotPoint[], xs: Float64Array, values: Float64Array, from: number): void {
  points.length = Math.min(points.length, from);
  for (let index = points.length; index < values.length; index++) {
    points[index] = { x: xs[index] ?? NaN, y: values[index] ?? NaN };
  }
}

/** How far the points go up and down in all, in heights of their range. */
function roughness(points: readonly PlotPoint[]): number {
  let [way, low, high, last] = [0, Infinity, -Infinity, NaN];
  for (const { y } of points) {
    if (Number.isNaN(y)) continue;
    if (!Number.isNaN(last)) way += Math.abs(y - last);
    low = Math.min(low, y);
    high = Math.max(high, y);
    last = y;
  }
  return high > low ? way / (high - low) : 0;
}
