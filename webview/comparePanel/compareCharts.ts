import type { SeriesKey, SeriesPart } from '../../extension/runPanel/messages';
import type { ChartContext } from '../charts/chartBoard';
import type { ChartSpec, Reference, SeriesSpec } from '../charts/chartSpec';
import { isLive, rowTitle, type ComparedRow } from './comparedRow';
import { comparedMetrics, labelledMetrics } from './metrics';
import type { RunStyle } from './runStyle';

/** Runs up to which the lines before smoothing are drawn behind. */
const mostWithRaw = 5;
const dotted: readonly number[] = [2, 3];

/** Names the line of a run in the chart of a metric. */
export function lineKey(metric: SeriesKey, folder: string): string {
  return `${metric} ${folder}`;
}

/** The folder of the run that a line is of. */
export function folderOfLine({ key }: Pick<SeriesSpec, 'key'>): string {
  return key.slice(key.indexOf(' ') + 1);
}

/** Points of a run by line, for the charts. */
export function linesOf(
  folder: string,
  parts: Readonly<Partial<Record<SeriesKey, SeriesPart>>>,
): Readonly<Record<string, SeriesPart>> {
  const lines = comparedMetrics.flatMap(({ key }) => {
    const part = parts[key];
    return part === undefined ? [] : [[lineKey(key, folder), part] as const];
  });
  return Object.fromEntries(lines);
}

/**
 * The charts of a comparison, one a metric, with a line for each run.
 * @param titleOf asked whenever a name is shown, for runs are renamed.
 */
export function compareSpecs(
  folders: readonly string[],
  styleOf: (folder: string) => RunStyle,
  titleOf: (folder: string) => string,
): readonly ChartSpec[] {
  return comparedMetrics.map(({ key, axis, everyStep, ...metric }) => ({
    ...metric,
    left: axis,
    right: null,
    overlay: true,
    series: folders.map((folder): SeriesSpec => {
      const { marker, ...style } = styleOf(folder);
      return {
        key: lineKey(key, folder),
        get label() {
          return titleOf(folder);
        },
        ...style,
        marker: everyStep || key === 'learningRate' ? null : marker,
        axis: 'left',
        smoothed: everyStep,
        withoutRaw: folders.length > mostWithRaw,
      };
    }),
  }));
}

/** What the charts are to know of the runs. */
export function compareContext(rows: readonly ComparedRow[]): ChartContext {
  const end = (of: (row: ComparedRow) => number | null) => {
    const ends = rows.map(of);
    return ends.includes(null) || ends.length === 0 ? null : Math.max(...ends.map(Number));
  };
  return {
    title: rows.length === 1 ? '1 run' : `${rows.length} runs`,
    live: rows.some(isLive),
    ends: {
      step: end(({ run }) => run?.totalSteps ?? null),
      epoch: end(({ run }) => run?.epochs ?? null),
      time: null,
    },
    referencesOf: ({ id }) => references(id, rows),
    emptyReasonOf: ({ id }) => emptyReason(id, rows),
  };
}

/** Chance, where it is the same for all runs. */
function references(id: string, rows: readonly ComparedRow[]): readonly Reference[] {
  const metric = comparedMetrics.find((each) => each.id === id);
  if (metric === undefined || !labelledMetrics.includes(metric.key)) return [];
  const values = new Set(
    rows.flatMap(({ run }) => (run === null || run.chance === null ? [] : [run.chance])),
  );
  const [chance, ...others] = values;
  return chance === undefined || others.length > 0 ? [] : [{ label: 'chance', value: chance, dash: dotted }];
}

/** Why a chart has no points. */
export function emptyReason(id: string, rows: readonly ComparedRow[]): string {
  const metric = comparedMetrics.find((each) => each.id === id);
  if (rows.length === 0) return 'No runs to show: add some, or change the filter.';
  if (rows.every(({ run, missing }) => run === null && missing === null)) return 'Reading the runs…';
  const labelled = metric !== undefined && labelledMetrics.includes(metric.key);
  if (labelled && rows.every(({ run }) => run === null || run.labelled === false)) {
    return 'The images of these runs have no labels: linear probe and kNN are left out.';
  }
  const live = rows.find(isLive);
  if (live !== undefined) return `No points yet: they come when ${rowTitle(live)} logs some.`;
  return rows.some(({ run }) => run?.state === 'queued')
    ? 'No points yet: a run waits for its turn.'
    : 'None of these runs logged it.';
}
