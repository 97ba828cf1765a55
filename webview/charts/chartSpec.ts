import type { Unit } from '../format/formatValue';
import type { ColorRole } from './palette';

/** A shape that marks the points of a line, for those who cannot go by its colour. */
export type Marker = 'circle' | 'rectRot' | 'triangle';

/** A line of a chart: a metric, or the same metric of one of several runs. */
export interface SeriesSpec {
  /** Names the line among all lines of all charts; those of one name have the same points. */
  readonly key: string;
  readonly label: string;
  readonly color: ColorRole;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
  /** Set on metrics that have a point at every evaluation only. */
  readonly marker: Marker | null;
  readonly axis: 'left' | 'right';
  /** Whether the smoothed line is drawn where smoothing is on: only for metrics of every step. */
  readonly smoothed: boolean;
  /** Set where the line as it was before smoothing is not drawn behind. */
  readonly withoutRaw?: boolean;
}

/** A y axis. */
export interface AxisSpec {
  readonly title: string;
  readonly unit: Unit;
  /** Ends that the axis always includes. */
  readonly low?: number;
  readonly high?: number;
  /** Ends that it never goes past. */
  readonly lowest?: number;
  readonly highest?: number;
}

/** A chart of the panel. */
export interface ChartSpec {
  /** Letters and dashes; names the chart in settings and messages. */
  readonly id: string;
  readonly title: string;
  readonly size: 'large' | 'small';
  /** What it shows and what is good, in a sentence or two. */
  readonly meaning: string;
  readonly left: AxisSpec;
  readonly right: AxisSpec | null;
  /** Whether the left axis can be logarithmic. */
  readonly canBeLog: boolean;
  readonly series: readonly SeriesSpec[];
  /** Set where the lines are runs: their values are read at the cursor, not in a legend of the chart's own. */
  readonly overlay?: boolean;
}

/** A horizontal line that the curves are compared with. */
export interface Reference {
  readonly label: string;
  readonly value: number;
  readonly dash: readonly number[];
}
