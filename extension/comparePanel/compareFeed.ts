import { l10n, type Disposable } from 'vscode';
import { DisposableStore } from '../dispose';
import { missingRun } from '../runPanel/missingRun';
import type { Services } from '../services';
import { ComparedSource, type Drawing } from './comparedSource';
import type { ToComparePanel } from './messages';

/** Milliseconds from one look at the metrics of a run at work to the next, where few and where many are. */
const lookEvery = 225;
const lookAtManyEvery = 1000;
const few = 8;
/** Milliseconds between two messages with points of one run. */
const seriesPause = 200;
/** Milliseconds of work at a stretch, and of rest after it. */
const workingTime = 8;
const restingTime = 12;
/** Milliseconds from one look for new evaluations to the next. */
const lookForEvaluationsEvery = 3000;
/** Points of all curves in a chart, about: more cannot be told apart, and would not be drawn in time. */
const mostBucketsOfAll = 12_000;

/** The panel that is fed. */
export interface CompareListener {
  post(message: ToComparePanel): void;
  /** Which runs are compared, or what they are, has changed. Also told while nothing is posted. */
  runsChanged(): void;
}

/**
 * Feeds a panel that compares runs. Nothing is posted before the panel's script is ready or while it is hidden; a panel
 * that is shown again gets everything anew, for VS Code makes its page anew. The runs are read one after the other.
 */
export class CompareFeed implements Disposable {
  private readonly owned = new DisposableStore();
  private sources: readonly ComparedSource[] = [];
  private smoothing = 0.6;
  private ready = false;
  private visible = false;
  private foldersAreDirty = true;
  private timer: NodeJS.Timeout | null = null;
  private evaluationTimer: NodeJS.Timeout | null = null;
  /** Runs that wait for their first look. */
  private waiting: ComparedSource[] = [];
  private reading: ComparedSource | null = null;

  /** @param folders absolute paths of run folders, as the store has them. */
  constructor(
    folders: readonly string[],
    private readonly services: Pick<Services, 'store' | 'log'>,
    private readonly listener: CompareListener,
  ) {
    this.owned.add(
      services.store.onDidChange(({ folders: changed }) => {
        for (const source of this.sources) {
          if (changed.has(source.folder) || source.shown === null) this.runChanged(source);
        }
        this.listener.runsChanged();
      }),
    );
    this.take(folders);
    if (this.sources.some(({ shown }) => shown === null)) {
      services.store.refresh().then(
        () => {
          for (const source of this.sources) if (source.shown === null) this.runChanged(source);
          this.listener.runsChanged();
        },
        (error: unknown) => this.warn(error),
      );
    }
  }

  /** The runs that are compared, in the order in which they were added. */
  get folders(): readonly string[] {
    return this.sources.map(({ folder }) => folder);
  }

  /** A run of the comparison. */
  source(folder: string): ComparedSource | undefined {
    return this.sources.find((source) => source.folder === folder);
  }

  /** Compares these runs from now on; what is known of those that stay is kept. */
  setFolders(folders: readonly string[]): void {
    this.take(folders);
    this.listener.runsChanged();
    this.wake();
  }

  private take(folders: readonly string[]): void {
    const wanted = [...new Set(folders)];
    for (const source of this.sources) if (!wanted.includes(source.folder)) source.dispose();
    this.waiting = this.waiting.filter(({ folder }) => wanted.includes(folder));
    // One that is taken away while it is read no longer says that it has been.
    if (this.reading !== null && !wanted.includes(this.reading.folder)) this.reading = null;
    const added: ComparedSource[] = [];
    const drawing = this.drawing(wanted.length);
    this.sources = wanted.map((folder) => {
      const known = this.source(folder);
      if (known !== undefined) return known;
      const made = this.newSource(folder, drawing);
      added.push(made);
      return made;
    });
    for (const source of this.sources) source.setDrawing(drawing);
    this.foldersAreDirty = true;
    this.waiting.push(...added);
    for (const source of added) this.runChanged(source);
  }

  /** The panel's script has begun: it has nothing yet. */
  panelReady(smoothing: number): void {
    this.ready = true;
    this.foldersAreDirty = true;
    for (const source of this.sources) source.resend();
    this.setSmoothing(smoothing);
    this.wake();
  }

  /** The panel is shown, or hidden: then its page is gone and will report ready again. At first it is hidden. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    if (!visible) this.ready = false;
    else this.waiting = [...this.sources];
    this.wake();
  }

  /** Smooths the curves by another weight. */
  setSmoothing(smoothing: number): void {
    this.smoothing = smoothing;
    for (const source of this.sources) source.setDrawing(this.drawing(this.sources.length));
    this.schedule();
  }

  dispose(): void {
    this.owned.dispose();
    for (const source of this.sources) source.dispose();
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.evaluationTimer !== null) clearTimeout(this.evaluationTimer);
    this.ready = false;
  }

  private newSource(folder: string, drawing: Drawing): ComparedSource {
    const source: ComparedSource = new ComparedSource(folder, drawing, {
      changed: () => this.schedule(),
      caughtUp: () => {
        if (this.reading === source) this.readNext();
        this.schedule();
      },
      failed: (error) => this.warn(error),
    });
    return source;
  }

  /** Fewer points a curve where there are many: an even number of buckets, which changes seldom as runs are added. */
  private drawing(runs: number): Drawing {
    const shared = 2 ** Math.ceil(Math.log2(Math.max(few, runs)));
    return { smoothing: this.smoothing, mostBuckets: 2 * Math.round(mostBucketsOfAll / shared / 2) };
  }

  private runChanged(source: ComparedSource): void {
    if (this.owned.isDisposed) return;
    const { store } = this.services;
    const before = source.shown;
    source.shown = store.get(source.folder) ?? null;
    if (source.shown !== null) source.missing = null;
    else if (store.loaded) void this.explainMissing(source);
    source.runChanged();
    this.followAll();
    // The last lines of a run that has ended, and those of one that is back.
    if (this.visible && before?.run.state !== source.shown?.run.state) source.look();
  }

  private async explainMissing(source: ComparedSource): Promise<void> {
    const remedy = l10n.t('Remove it from the comparison, or put the folder back.');
    const message = await missingRun(source.folder, this.services.store, remedy);
    if (source.shown !== null) return;
    source.missing = message;
    source.runChanged();
  }

  /** Sees to it that what is needed now is read: all of it while the panel is looked at, else nothing. */
  private wake(): void {
    this.followAll();
    if (!this.visible) return;
    if (this.reading === null) this.readNext();
    if (this.evaluationTimer === null) void this.lookForEvaluations();
    this.schedule();
  }

  private followAll(): void {
    const live = this.sources.filter(({ isLive }) => isLive).length;
    for (const source of this.sources) {
      const followed = this.visible && source.isLive;
      source.follow(followed ? (live > few ? lookAtManyEvery : lookEvery) : null);
    }
  }

  private readNext(): void {
    this.reading = this.visible ? (this.waiting.shift() ?? null) : null;
    this.reading?.look();
  }

  private async lookForEvaluations(): Promise<void> {
    this.evaluationTimer = setTimeout(() => {
      this.evaluationTimer = null;
      if (this.visible) void this.lookForEvaluations();
    }, lookForEvaluationsEvery);
    for (const source of this.sources) {
      await source.refreshEvaluation().catch((error: unknown) => this.warn(error));
    }
  }

  private schedule(): void {
    if (!this.ready || !this.visible || this.timer !== null) return;
    const due = this.sources.map((source) => source.dueAt(seriesPause)).filter((time) => time !== null);
    if (this.foldersAreDirty) due.push(-Infinity);
    if (due.length === 0) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.postSome();
        this.schedule();
      },
      Math.max(restingTime, Math.min(...due) - performance.now()),
    );
  }

  private postSome(): void {
    if (!this.ready || !this.visible) return;
    const began = performance.now();
    if (this.foldersAreDirty) {
      this.foldersAreDirty = false;
      this.listener.post({ type: 'runs', folders: this.folders });
    }
    for (const source of this.sources) {
      const due = source.dueAt(seriesPause);
      if (due === null || due > performance.now()) continue;
      for (const message of source.take(seriesPause)) this.listener.post(message);
      if (performance.now() - began > workingTime) return;
    }
  }

  private warn(error: unknown): void {
    this.services.log.warn(`Comparison: ${error instanceof Error ? error.message : String(error)}`);
  }
}
