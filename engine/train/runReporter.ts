import type { RunWriter } from '../runs/runWriter';
import type { RunWarning } from '../runs/runRecord';
import type { RunEvent, RunState } from './runEvents';

/** Tells what happens in a run to whoever listens and, where it is worth keeping, to the run folder. */
export class RunReporter {
  private readonly said = new Set<string>();

  constructor(
    private readonly writer: RunWriter,
    readonly emit: (event: RunEvent) => void,
  ) {}

  /** Changes the run's state, on disk first. */
  state(state: RunState, reason: string | null = null): void {
    this.writer.setState(state, reason);
    this.writer.log('info', reason === null ? `state: ${state}` : `state: ${state}: ${reason}`);
    this.emit({ type: 'state', state, ...(reason === null ? {} : { message: reason }) });
  }

  /** How far an evaluation has come. */
  readonly evaluating = (done: number, total: number): void => {
    this.emit({ type: 'progress', phase: 'evaluating', done, total });
  };

  info(message: string): void {
    this.writer.log('info', message);
    this.emit({ type: 'log', level: 'info', message });
  }

  /** Also into the record, where a window that opens later finds it. */
  warn(kind: RunWarning['kind'], message: string): void {
    const { warnings } = this.writer.record;
    if (!warnings.some((earlier) => earlier.message === message)) {
      this.writer.update({ warnings: [...warnings, { kind, message }] });
    }
    this.writer.log('warning', message);
    this.emit({ type: 'warning', kind, message });
  }

  /** A warning that would come again and again. */
  warnOnce(kind: RunWarning['kind'], message: string): void {
    if (this.said.has(kind)) return;
    this.said.add(kind);
    this.warn(kind, message);
  }
}
