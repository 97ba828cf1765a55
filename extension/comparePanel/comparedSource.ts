import type { Disposable } from 'vscode';
import { runPaths } from '../../engine/runs/runPaths';
import { MetricsTable } from '../runPanel/metricsTable';
import { MetricsTail } from '../runPanel/metricsTail';
import { RunSeries } from '../runPanel/series';
import type { ShownRun } from '../runs/shownRun';
import { comparedRun } from './comparedRun';
import { LatestEvaluationReader } from './latestEvaluation';
import type { ToComparePanel } from './messages';
import { MetricBests } from './metricBests';

/** What a source tells of itself. */
export interface SourceListener {
  /** There is something to post. */
  changed(): void;
  /** All that was in the file at this look has been read. */
  caughtUp(): void;
  failed(error: unknown): void;
}

/** How curves are thinned out and smoothed. */
export interface Drawing {
  /** Weight of the past in the moving average, 0 to 0.999. */
  readonly smoothing: number;
  /** As `RunSeries` takes it. */
  readonly mostBuckets: number;
}

/** What is known of one run of a comparison, and what of it has not been posted yet. */
export class ComparedSource implements Disposable {
  /** The run's metrics, as far as they have been read. */
  readonly table = new MetricsTable();
  shown: ShownRun | null = null;
  /** Why there is no run, once that is known. */
  missing: string | null = null;
  private readonly series: RunSeries;
  private readonly bests = new MetricBests(this.table);
  private readonly tail: MetricsTail;
  private readonly evaluations: LatestEvaluationReader;
  private isCaughtUp = false;
  private runIsDirty = true;
  private seriesIsDirty = true;
  private seriesPostedAt = -Infinity;
  /** What was posted of the run in words last, as JSON. */
  private lastRun = '';

  constructor(
    readonly folder: string,
    { smoothing, mostBuckets }: Drawing,
    private readonly listener: SourceListener,
  ) {
    const paths = runPaths(folder);
    this.series = new RunSeries(this.table, smoothing, mostBuckets);
    this.evaluations = new LatestEvaluationReader(paths.evaluations);
    this.tail = new MetricsTail(paths.metrics, this.table, {
      changed: () => {
        this.isCaughtUp = false;
        // Taken part by part, so that a long file leaves no long work for its end.
        this.series.advance();
        this.seriesIsDirty = true;
      },
      caughtUp: () => {
        this.isCaughtUp = true;
        listener.caughtUp();
      },
      failed: (error) => {
        listener.failed(error);
        listener.caughtUp();
      },
    });
  }

  get isLive(): boolean {
    const state = this.shown?.run.state;
    return state === 'running' || state === 'preparing';
  }

  /** Looks at the metrics every so many milliseconds from now on; null: only when told to. */
  follow(interval: number | null): void {
    this.tail.follow(interval);
  }

  /** Looks at the metrics now. */
  look(): void {
    this.tail.nudge();
  }

  /** Looks for another evaluation of a checkpoint. */
  async refreshEvaluation(): Promise<void> {
    if (await this.evaluations.refresh()) this.runChanged();
  }

  /** The run has changed, or why there is none. */
  runChanged(): void {
    this.runIsDirty = true;
    this.listener.changed();
  }

  setDrawing({ smoothing, mostBuckets }: Drawing): void {
    this.series.setSmoothing(smoothing);
    this.series.setMostBuckets(mostBuckets);
    this.seriesIsDirty = true;
    this.seriesPostedAt = -Infinity;
  }

  /** The panel has lost what it had: everything is to be posted again. */
  resend(): void {
    this.series.resend();
    this.lastRun = '';
    this.runIsDirty = true;
    this.seriesIsDirty = true;
    this.seriesPostedAt = -Infinity;
  }

  /** When its next message may be posted, by `performance.now()`; null where there is nothing to post. */
  dueAt(pause: number): number | null {
    if (this.runIsDirty && (this.shown !== null || this.missing !== null)) return -Infinity;
    return this.seriesIsDirty && this.isCaughtUp && this.shown !== null ? this.seriesPostedAt + pause : null;
  }

  /** Takes what is to be posted now; a long series may need several calls. */
  take(pause: number): ToComparePanel[] {
    const messages: ToComparePanel[] = [];
    const now = performance.now();
    if (this.seriesIsDirty && this.isCaughtUp && this.shown !== null && now >= this.seriesPostedAt + pause) {
      if (!this.series.advance()) return messages;
      this.seriesIsDirty = false;
      this.seriesPostedAt = now;
      const update = this.series.update();
      if (update !== null) {
        const { parts } = update;
        messages.push({ type: 'series', folder: this.folder, parts, summaries: this.bests.summaries() });
        this.runIsDirty = true;
      }
    }
    if (this.runIsDirty) {
      this.runIsDirty = false;
      const message = this.runMessage();
      const text = JSON.stringify(message);
      // First the run, so that its points find their place.
      if (message !== null && text !== this.lastRun) messages.unshift(message);
      this.lastRun = text;
    }
    return messages;
  }

  dispose(): void {
    this.tail.dispose();
  }

  private runMessage(): ToComparePanel | null {
    const { shown, missing, folder } = this;
    if (shown !== null) return { type: 'run', run: comparedRun(shown, this.table, this.evaluations.latest) };
    if (missing === null) return null;
    return { type: 'missing', folder, id: folder.replace(/^.*[\\/]/, ''), message: missing };
  }
}
