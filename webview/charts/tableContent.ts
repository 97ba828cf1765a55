import { formatDuration } from '../../extension/format/formatDuration';
import type { TableContent } from '../components/dataTable';
import { formatExactly } from '../format/formatValue';
import type { ChartSpec, SeriesSpec } from './chartSpec';
import { nearestIndex } from './nearest';
import type { Series } from './seriesStore';
import { spreadRows } from './spreadRows';

/** Rows and cells that a table has at most, about. */
const mostRows = 100;
const mostCells = 1200;

/**
 * The table of a chart: some hundred points evenly spread, fewer where there are many lines, and the last.
 * @param empty what to say instead where there are no points
 */
export function tableContent(
  spec: ChartSpec,
  seriesOf: (key: string) => Series | undefined,
  empty: string,
): TableContent {
  const all = spec.series.flatMap((series) => {
    const points = seriesOf(series.key);
    return points === undefined || points.value.length === 0 ? [] : [{ series, points }];
  });
  // The rows are those of the metric with the most points; the others have theirs at the same steps, or fewer.
  const longest = all.reduce<Series | null>(
    (most, { points }) => (most === null || points.value.length > most.value.length ? points : most),
    null,
  );
  if (longest === null) return { caption: `${spec.title}. ${empty}`, columns: [], rows: [] };
  const unitOf = ({ axis }: SeriesSpec) =>
    (axis === 'right' && spec.right !== null ? spec.right : spec.left).unit;
  const count = longest.value.length;
  const overlay = spec.overlay === true;
  const reachOf = ({ step }: Series) => (step.at(-1) ?? 0) / Math.max(1, step.length - 1) / 2;
  const reachOfLongest = reachOf(longest);
  const cells = all.flatMap(({ series, points }) => {
    // The metrics of a run are logged together, or some of them seldom; other runs are logged at other steps.
    const reach = overlay ? Math.max(reachOfLongest, reachOf(points)) : reachOfLongest;
    const smoothed = series.smoothed && points.smooth.length > 0;
    const lists = !smoothed ? [points.value] : overlay ? [points.smooth] : [points.smooth, points.value];
    return lists.map((values, position) => ({
      title: lists.length === 2 ? `${series.label}, ${position === 0 ? 'smoothed' : 'raw'}` : series.label,
      cell: (step: number) => {
        const at = nearestIndex(points.step, step);
        const near = Math.abs((points.step[at] ?? Infinity) - step) <= reach;
        return near ? formatExactly(unitOf(series), values[at]) : '';
      },
    }));
  });
  const indices = spreadRows(count, Math.min(mostRows, Math.ceil(mostCells / cells.length)));
  return {
    caption: `${spec.title}: ${indices.length === count ? 'all' : `${indices.length} of`} ${count.toLocaleString('en-US')} points`,
    columns: [...(overlay ? ['step'] : ['step', 'epoch', 'time']), ...cells.map(({ title }) => title)],
    rows: indices.map((index) => {
      const step = longest.step[index] ?? 0;
      return [
        step.toLocaleString('en-US'),
        ...(overlay
          ? []
          : [(longest.epoch[index] ?? 0).toFixed(2), formatDuration(longest.time[index] ?? 0)]),
        ...cells.map(({ cell }) => cell(step)),
      ];
    }),
  };
}
