import type { ComparedRun, FieldValue, MetricSummary } from '../../extension/comparePanel/messages';
import type { SeriesKey } from '../../extension/runPanel/messages';

/** A run of the comparison, as far as the page has heard of it. */
export interface ComparedRow {
  readonly folder: string;
  /** null: nothing was said of it yet, or it is missing. */
  readonly run: ComparedRun | null;
  /** Why it cannot be shown. */
  readonly missing: string | null;
  readonly summaries: Readonly<Partial<Record<SeriesKey, MetricSummary>>>;
}

/** A run of which nothing was said yet. */
export function newRow(folder: string): ComparedRow {
  return { folder, run: null, missing: null, summaries: {} };
}

/** Name of a row for people: the run's, else that of its folder. */
export function rowTitle({ folder, run }: ComparedRow): string {
  return run?.title ?? folder.replace(/^.*[\\/]/, '');
}

/** Whether more points are to come. */
export function isLive({ run }: ComparedRow): boolean {
  return run !== null && (run.state === 'preparing' || run.state === 'running' || run.state === 'paused');
}

/** Value of a field of the configuration; undefined where the run has no such field. */
export function fieldOf({ run }: ComparedRow, path: string): FieldValue | undefined {
  return run?.fields.find((field) => field.path === path)?.value;
}
