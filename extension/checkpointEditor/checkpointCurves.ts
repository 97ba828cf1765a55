import type { Disposable } from 'vscode';
import { DisposableStore } from '../dispose';
import type { ChartSettings, SeriesKey, SeriesPart } from '../runPanel/messages';
import { MetricsTable } from '../runPanel/metricsTable';
import { MetricsTail } from '../runPanel/metricsTail';
import { RunSeries, type SeriesUpdate } from '../runPanel/series';
import type { ToCheckpointPage } from './messages';

type Series = Extract<ToCheckpointPage, { type: 'series' }>;

/** The curves of a run up to the step of one of its checkpoints. */
export class CheckpointCurves implements Disposable {
  /** All metrics of the run, as far as they have been read. */
  readonly table = new MetricsTable();
  private readonly owned = new DisposableStore();
  private readonly series: RunSeries;
  private readonly tail: MetricsTail;
  private caughtUp = false;

  /**
   * @param path of the run's `metrics.jsonl`.
   * @param post takes the curves, whole each time.
   * @param failed told where the file cannot be read.
   */
  constructor(
    path: string,
    private readonly step: number,
    settings: ChartSettings,
    private readonly post: (message: Series) => void,
    failed: (error: unknown) => void,
  ) {
    this.series = new RunSeries(this.table, settings.smoothing);
    this.tail = this.owned.add(
      new MetricsTail(path, this.table, {
        changed: () => this.series.advance(),
        caughtUp: () => {
          this.caughtUp = true;
          this.send();
        },
        failed,
      }),
    );
  }

  /** Reads what there is, and sends it. */
  refresh(): void {
    this.tail.nudge();
  }

  setSmoothing(smoothing: number): void {
    this.series.setSmoothing(smoothing);
    if (this.caughtUp) this.send();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private send(): void {
    if (this.owned.isDisposed) return;
    if (!this.series.advance()) {
      setImmediate(() => this.send());
      return;
    }
    this.series.resend();
    const update = this.series.update();
    if (update !== null) this.post({ type: 'series', ...upToStep(update, this.step) });
  }
}

/** The points up to a step, that included; and the last value of each series among them. */
export function upToStep({ parts }: Pick<SeriesUpdate, 'parts'>, step: number): Omit<Series, 'type'> {
  const cut: Partial<Record<SeriesKey, SeriesPart>> = {};
  const latest: Partial<Record<SeriesKey, number>> = {};
  for (const [key, part] of Object.entries(parts) as [SeriesKey, SeriesPart][]) {
    const after = part.step.findIndex((each) => each > step);
    const end = after < 0 ? part.step.length : after;
    const head = (numbers: Float64Array) => numbers.slice(0, end);
    cut[key] = {
      from: part.from,
      ...{ step: head(part.step), epoch: head(part.epoch), time: head(part.time) },
      ...{ value: head(part.value), smooth: head(part.smooth) },
    };
    const last = part.value[end - 1];
    if (last !== undefined) latest[key] = last;
  }
  return { parts: cut, latest };
}
