import { l10n, type Disposable } from 'vscode';
import type { MetricsLine } from '../../engine/runs/metricsLine';
import { runPaths } from '../../engine/runs/runPaths';
import { DisposableStore } from '../dispose';
import type { ShownRun } from '../runs/shownRun';
import type { Services } from '../services';
import type { ChartSettings, ToRunPanel } from './messages';
import { MetricsTable, seriesKeys } from './metricsTable';
import { MetricsTail } from './metricsTail';
import { missingRun } from './missingRun';
import { RunFiles } from './runFiles';
import { RunPairs } from './runPairs';
import { runView } from './runView';
import { RunSeries } from './series';

/** Milliseconds from one update of the panel to the next, at least. */
const updateEvery = 100;
/** Milliseconds from one look at the metrics of a run at work to the next. */
const lookEvery = 225;
/** While a long file is read for the first time, what is there is shown at these intervals. */
const showWhileReading = 1000;

/** The panel that is fed. */
export interface FeedListener {
  post(message: ToRunPanel): void;
  /** The run has changed; null where there is none. Also told while nothing is posted. */
  shownChanged(shown: ShownRun | null): void;
  /** A request of the user was refused; the sentence says why. */
  refused(message: string): void;
}

type Topic = 'settings' | 'view' | 'series' | 'pairs';

/**
 * Feeds the panel of one run. Nothing is posted before the panel's script is ready or while it is hidden, and at most
 * ten updates a second otherwise; a panel that is shown again gets everything anew, for VS Code makes its page anew.
 */
export class RunFeed implements Disposable {
  /** The run's metrics, as far as they have been read. */
  readonly table = new MetricsTable();
  private readonly owned = new DisposableStore();
  private readonly series: RunSeries;
  private readonly tail: MetricsTail;
  private readonly files: RunFiles;
  private readonly pairs: RunPairs;
  private readonly dirty = new Set<Topic>();
  private shown: ShownRun | null = null;
  private missing: string | null = null;
  private ready = false;
  private visible = false;
  private timer: NodeJS.Timeout | null = null;
  private postedAt = -Infinity;
  private seriesPostedAt = -Infinity;
  private caughtUp = false;
  /** What was posted of the run's state last: the view as JSON, or why there is none. */
  private lastView = '';
  private damagedTold = 0;

  /** @param folder absolute path of the run folder, as the store has it. */
  constructor(
    readonly folder: string,
    private readonly services: Pick<Services, 'store' | 'control' | 'log'>,
    private settings: ChartSettings,
    private readonly listener: FeedListener,
  ) {
    const paths = runPaths(folder);
    this.series = new RunSeries(this.table, settings.smoothing);
    this.files = new RunFiles(paths);
    this.tail = this.owned.add(
      new MetricsTail(paths.metrics, this.table, {
        changed: () => this.partWasRead(),
        caughtUp: () => this.allWasRead(),
        failed: (error) => this.warn(error),
      }),
    );
    this.pairs = new RunPairs(paths, services.control, {
      changed: () => this.update('pairs'),
      refused: (message) => listener.refused(message),
      failed: (error) => this.warn(error),
    });
    this.owned.add(
      services.store.onDidChange(({ folders }) => {
        if (folders.has(folder) || this.shown === null) this.runChanged();
      }),
    );
    this.runChanged();
    if (this.shown === null) {
      services.store.refresh().then(
        () => this.runChanged(),
        (error: unknown) => this.warn(error),
      );
    }
  }

  /** The panel's script has begun: it has nothing yet. */
  panelReady(): void {
    this.ready = true;
    this.lastView = '';
    this.seriesPostedAt = performance.now();
    this.series.resend();
    for (const topic of ['settings', 'view', 'series', 'pairs'] as const) this.dirty.add(topic);
    this.wake();
  }

  /** The panel is shown, or hidden: then its page is gone and will report ready again. At first it is hidden. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    if (!visible) this.ready = false;
    this.wake();
  }

  /** Draws by other settings; `own` where the panel has them already. */
  setSettings(settings: ChartSettings, own: boolean): void {
    if (settings.smoothing !== this.settings.smoothing) {
      this.series.setSmoothing(settings.smoothing);
      this.update('series');
    }
    this.settings = settings;
    if (!own) this.update('settings');
  }

  /** Asks the engine for another sample of pairs. */
  newPairs(count: number): void {
    void this.pairs.renew(count);
  }

  dispose(): void {
    this.owned.dispose();
    if (this.timer !== null) clearTimeout(this.timer);
    this.ready = false;
  }

  private get presenting(): boolean {
    return this.ready && this.visible && !this.owned.isDisposed;
  }

  private runChanged(): void {
    if (this.owned.isDisposed) return;
    const { store } = this.services;
    this.shown = store.get(this.folder) ?? null;
    if (this.shown !== null) this.missing = null;
    else if (store.loaded) void this.explainMissing();
    this.listener.shownChanged(this.shown);
    this.wake();
  }

  private async explainMissing(): Promise<void> {
    const remedy = l10n.t('Close this panel, or put the folder back.');
    const message = await missingRun(this.folder, this.services.store, remedy);
    if (this.shown !== null) return;
    this.missing = message;
    this.update('view');
  }

  /**
   * Sees to it that what is needed now is read: all of it while the panel is looked at, else nothing. It begins before
   * the page is ready, so that what there is to show waits for the page and not the other way round.
   */
  private wake(): void {
    const state = this.shown?.run.state;
    const live = state === 'running' || state === 'preparing';
    this.tail.follow(this.visible && live ? lookEvery : null);
    if (!this.visible) return;
    this.tail.nudge();
    this.update('view');
    if (this.shown === null) return;
    void this.pairs.refresh(this.shown);
    void this.files.refresh().then(
      () => this.update('view'),
      (error: unknown) => this.warn(error),
    );
  }

  private partWasRead(): void {
    this.caughtUp = false;
    // Taken part by part, so that a long file leaves no long work for its end.
    this.series.advance();
    this.update('series');
  }

  private allWasRead(): void {
    this.caughtUp = true;
    if (this.table.damaged > this.damagedTold) {
      this.services.log.warn(`${this.folder}: ${this.table.damaged} damaged lines of metrics are skipped`);
    }
    this.damagedTold = this.table.damaged;
    this.update('series');
    this.update('view');
  }

  private update(topic: Topic): void {
    this.dirty.add(topic);
    this.schedule();
  }

  private schedule(): void {
    if (!this.presenting || this.timer !== null) return;
    const wait = Math.max(0, this.postedAt + updateEvery - performance.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.presenting) this.postUpdate();
    }, wait);
  }

  private postUpdate(): void {
    const due = new Set(this.dirty);
    this.dirty.clear();
    if (due.has('settings')) this.post({ type: 'settings', settings: this.settings });
    if (due.has('view')) this.postView();
    if (due.has('pairs')) {
      const { sample, sheet } = this.pairs;
      this.post({ type: 'pairs', sample, sheet });
    }
    if (due.has('series')) this.postSeries();
  }

  private postView(): void {
    if (this.shown === null) {
      if (this.missing === null || this.missing === this.lastView) return;
      this.lastView = this.missing;
      this.post({ type: 'gone', message: this.missing });
      return;
    }
    const view = runView(this.shown, {
      lastLine: this.lastLine(),
      untrainedKnn: this.untrainedKnn(),
      checkpoints: this.files.checkpoints,
      logTail: this.files.logTail,
    });
    const text = JSON.stringify(view);
    if (text === this.lastView) return;
    this.lastView = text;
    this.post({ type: 'view', view });
  }

  private postSeries(): void {
    const now = performance.now();
    // A file that is being read is not drawn part by part; the parts and the end of it report by themselves.
    if (!this.caughtUp && now - this.seriesPostedAt < showWhileReading) {
      this.dirty.add('series');
      return;
    }
    if (!this.series.advance()) {
      this.update('series');
      return;
    }
    const update = this.series.update();
    if (update === null) return;
    this.seriesPostedAt = now;
    this.post({ type: 'series', ...update });
  }

  private post(message: ToRunPanel): void {
    this.postedAt = performance.now();
    this.listener.post(message);
  }

  /** The latest value of each metric, as in the record. */
  private lastLine(): MetricsLine | null {
    const last = this.table.lines - 1;
    if (last < 0) return null;
    const at = (axis: 'step' | 'epoch' | 'time') => this.table.axis(axis)[last] ?? 0;
    const latest = seriesKeys.flatMap((key) => {
      const { values, length } = this.table.series(key);
      return length > 0 ? [[key, values[length - 1] ?? 0]] : [];
    });
    return { step: at('step'), epoch: at('epoch'), time: at('time'), ...Object.fromEntries(latest) };
  }

  /** Nearest-neighbour accuracy in the line before the first step. */
  private untrainedKnn(): number | null {
    const { rows, values, length } = this.table.series('knn.h');
    const step = this.table.axis('step')[rows[0] ?? 0];
    return length > 0 && step === 0 ? (values[0] ?? null) : null;
  }

  private warn(error: unknown): void {
    this.services.log.warn(`${this.folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
