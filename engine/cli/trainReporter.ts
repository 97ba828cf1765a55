import type { RunConfig } from '../config/runConfig';
import { readRun } from '../runs/readRun';
import type { MetricsLine, RunEvent, RunState, RunSummary } from '../train/runEvents';
import { shortPath } from './commandHint';
import { describeMemory, describeTraining } from '../format/describeRun';
import { EvaluationTable } from './evaluationTable';
import { formatCount, formatShare } from '../format/formatNumbers';
import { LiveLine } from './liveLine';
import { progressText, progressWithBar, type TrainProgress } from './progressText';
import { summaryText } from './summaryText';
import type { Terminal } from './terminal';
import { padEnd, wrap } from './textWidth';
import { TimeLeft } from './timeLeft';

type Started = Extract<RunEvent, { type: 'started' }>;

type Progress = Extract<RunEvent, { type: 'progress' }>;

const phaseNames: Readonly<Record<Progress['phase'], string>> = {
  listing: 'looking for images',
  decoding: 'decoding images',
  generating: 'generating images',
  compiling: 'compiling programs for the GPU',
  evaluating: 'evaluating',
};

/** Columns of the names before what they stand for. */
const nameWidth = 10;

/** Where nothing can be rewritten, a line of progress so often, in milliseconds. */
const plainLineEvery = 30_000;

/** Tells a person in a terminal how a run goes: what it is, a live line, a row for each evaluation, the summary. */
export class TrainReporter {
  private readonly live: LiveLine;
  private started: { event: Started; timeLeft: TimeLeft; table: EvaluationTable } | null = null;
  private latest: MetricsLine | null = null;
  private plainLineAt = 0;
  private phase = '';
  private state: RunState | null = null;

  constructor(
    private readonly terminal: Terminal,
    private readonly config: RunConfig,
  ) {
    this.live = new LiveLine(terminal);
  }

  /** Folder of the run once it has started. */
  get runFolder(): string | null {
    return this.started?.event.runFolder ?? null;
  }

  /** Takes the next event of the run. */
  readonly handle = (event: RunEvent): void => {
    switch (event.type) {
      case 'progress':
        // An evaluation between two steps is no news.
        return this.isAmidSteps ? undefined : this.showWork(event);
      case 'log':
        if (event.level === 'info') this.showLog(event.message);
        return;
      case 'warning':
        return this.live.printError(this.terminal.style.warning(this.wrapped(`warning: ${event.message}`)));
      case 'started':
        return this.showStart(event);
      case 'metrics':
        return this.showMetrics(event.line);
      case 'state':
        return this.showState(event.state);
      case 'checkpoint':
      case 'samples':
        return;
    }
  };

  /** Says that the user's wish to stop was heard. */
  stopping(): void {
    this.live.print('Stopping after this step and writing a checkpoint. Ctrl-C again quits at once.');
  }

  /** The end of the run. */
  finish(summary: RunSummary): void {
    this.live.clear();
    const lines = summaryText(summary, readRun(summary.runFolder), this.terminal.style);
    this.terminal.write(`\n${lines.join('\n')}\n`);
  }

  /** The end of a run that failed: leaves the terminal in order for the message. */
  abandon(): void {
    this.live.clear();
  }

  private get isAmidSteps(): boolean {
    return (
      (this.latest?.step ?? 0) > 0 && (this.latest?.step ?? 0) < (this.started?.event.plan.totalSteps ?? 0)
    );
  }

  /** A window may hold the run and let it go on. */
  private showState(state: RunState): void {
    if (state === 'paused') this.live.print('Paused from a window; Ctrl-C stops the run here.');
    if (state === 'running' && this.state === 'paused') this.live.print('Going on.');
    this.state = state;
  }

  private showWork({ phase, done, total }: Progress): void {
    const what = phaseNames[phase];
    if (this.terminal.live) {
      const share = total === 0 ? '' : ` of ${formatCount(total)}  ${formatShare(done / total)}`;
      this.live.show(() => `${this.terminal.style.dim(what)}  ${formatCount(done)}${share}`);
    } else if (phase !== this.phase && phase !== 'evaluating') this.terminal.write(`${what}\n`);
    this.phase = phase;
  }

  private showStart(event: Started): void {
    const { terminal, config } = this;
    this.live.clear();
    this.showPair('training', describeTraining(config, event.plan));
    if (event.plan.peakMemory !== undefined) this.showPair('memory', describeMemory(event.plan.peakMemory));
    this.showPair('run', shortPath(event.runFolder));
    if (event.step > 0) {
      this.showPair('from', `step ${formatCount(event.step)} of ${formatCount(event.plan.totalSteps)}`);
    }
    this.live.print('');
    this.started = {
      event,
      timeLeft: new TimeLeft(event.plan.totalSteps),
      table: new EvaluationTable(config.epochs, config.evaluate.everyEpochs, event.labelled, terminal.style),
    };
    this.plainLineAt = performance.now();
  }

  private showMetrics(line: MetricsLine): void {
    if (this.started === null) return;
    const { event, timeLeft, table } = this.started;
    const latest = { ...this.latest, ...line };
    this.latest = latest;
    // The run's own time leaves pauses out.
    timeLeft.mark(line.step, 1000 * line.time);
    for (const row of table.add(line)) this.live.print(row);
    if (latest.loss === undefined) return;
    const progress: TrainProgress = {
      latest,
      plan: event.plan,
      epochs: this.config.epochs,
      secondsLeft: timeLeft.seconds(),
      labelled: event.labelled,
    };
    this.live.show((columns) => progressWithBar(progress, columns, this.terminal.style));
    if (!this.terminal.live && performance.now() - this.plainLineAt >= plainLineEvery) {
      this.plainLineAt = performance.now();
      this.terminal.write(`${progressText(progress, this.terminal.columns, this.terminal.style)}\n`);
    }
  }

  /** A line of the log; "Encoder: …" and the like become one column of names and one of values. */
  private showLog(message: string): void {
    const [, name, value] = /^(\p{Lu}\p{Ll}+): (.*)$/su.exec(message) ?? [];
    if (name !== undefined && value !== undefined) this.showPair(name.toLowerCase(), value);
    else this.live.print(this.wrapped(message));
  }

  private showPair(name: string, value: string): void {
    const [first = '', ...rest] = wrap(value, this.terminal.columns - nameWidth - 1);
    this.live.print(this.terminal.style.dim(padEnd(name, nameWidth)) + first);
    for (const line of rest) this.live.print(' '.repeat(nameWidth) + line);
  }

  private wrapped(message: string): string {
    return wrap(message, this.terminal.columns - 1).join('\n');
  }
}
