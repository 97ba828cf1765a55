import type { ChartSpec } from './chartSpec';
import { nearestIndex } from './nearest';
import type { SeriesStore, XAxis } from './seriesStore';
import { formatPlace, formatX } from './xAxis';

/** What the cursor needs to know, and who hears of its moves. */
export interface SharedCursorHost {
  readonly xAxis: () => XAxis;
  readonly isHidden: (spec: ChartSpec, key: string) => boolean;
  /** It stands at x now, on no chart where x is null; `place` says where in words. */
  readonly onMove: (x: number | null, place: string) => void;
}

/** The cursor that all charts share. It stands at points of the chart that it was last moved on. */
export class SharedCursor {
  private at: number | null = null;

  constructor(
    private readonly store: SeriesStore,
    private readonly host: SharedCursorHost,
  ) {}

  /** Its x; null where there is none. */
  get x(): number | null {
    return this.at;
  }

  /** Moves it to the point of a chart that is nearest to x, or takes it away. */
  point(spec: ChartSpec, x: number | null): void {
    const points = this.guide(spec);
    this.move(spec, x === null ? null : (points[nearestIndex(points, x)] ?? null));
  }

  /** Moves it by a key; returns where it stands in words, or null where the key is not one of the cursor's. */
  press(spec: ChartSpec, key: string): string | null {
    const points = this.guide(spec);
    const target = key === 'Escape' ? null : nextIndex(points, this.at, key);
    if (target === undefined || points.length === 0) return null;
    const x = target === null ? null : (points[target] ?? null);
    this.move(spec, x);
    return x === null ? '' : this.placeOf(spec, x);
  }

  /** Takes it away. */
  hide(): void {
    this.at = null;
    this.host.onMove(null, '');
  }

  private move(spec: ChartSpec, x: number | null): void {
    if (this.at === x) return;
    this.at = x;
    this.host.onMove(x, x === null ? '' : this.placeOf(spec, x));
  }

  /** The points that it steps over: those of the line that goes furthest among those shown; of such ones the first. */
  private guide(spec: ChartSpec): ArrayLike<number> {
    const keys = spec.series.map(({ key }) => key);
    const shown = keys.filter((each) => !this.host.isHidden(spec, each));
    return this.furthest(shown) ?? this.furthest(keys) ?? [];
  }

  private furthest(keys: readonly string[]): ArrayLike<number> | null {
    let furthest: Float64Array | null = null;
    for (const key of keys) {
      const points = this.store.get(key)?.[this.host.xAxis()];
      if (points === undefined || points.length === 0) continue;
      if (furthest === null || (points.at(-1) ?? 0) > (furthest.at(-1) ?? 0)) furthest = points;
    }
    return furthest;
  }

  /** x in words, on all three axes where the lines are of one run. */
  private placeOf(spec: ChartSpec, x: number): string {
    const axis = this.host.xAxis();
    // The same step is another epoch in another run.
    if (spec.overlay === true) return axis === 'time' ? formatX(axis, x) : `${axis} ${formatX(axis, x)}`;
    for (const { key } of spec.series) {
      const series = this.store.get(key);
      const at = series === undefined ? -1 : nearestIndex(series[axis], x);
      if (series === undefined || at < 0 || series[axis][at] !== x) continue;
      const [step, epoch, time] = [series.step[at] ?? 0, series.epoch[at] ?? 0, series.time[at] ?? 0];
      return formatPlace({ step, epoch, time });
    }
    return '';
  }
}

/** Where a key moves the cursor among the points; undefined for other keys. It comes in at the last point. */
function nextIndex(points: ArrayLike<number>, x: number | null, key: string): number | undefined {
  const last = points.length - 1;
  const page = Math.max(1, Math.round(points.length / 10));
  const at = x === null ? last : nearestIndex(points, x);
  const by: Readonly<Record<string, number>> = {
    ArrowLeft: x === null ? 0 : -1,
    ArrowRight: 1,
    PageUp: -page,
    PageDown: page,
    Home: -points.length,
    End: points.length,
  };
  const way = by[key];
  return way === undefined ? undefined : Math.min(last, Math.max(0, at + way));
}
