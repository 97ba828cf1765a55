import type { RunWriter } from '../runs/runWriter';
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

  info(message: string): void {
    this.writer.log('info', message);
    this.emit({ type: 'log', level: 'info', message });
  }

  warn(message: string): void {
    this.writer.log('warning', message);
    this.emit({ type: 'warning', message });
  }

  /** A warning that would come again and again; `kind` tells it from others. */
  warnOnce(kind: string, message: string): void {
    if (this.said.has(kind)) return;
    this.said.add(kind);
    this.warn(message);
  }
}
