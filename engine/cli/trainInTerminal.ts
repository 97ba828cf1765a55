import { UserError } from '../errors';
import type { RunEvent, TrainRun, TrainRunOptions } from '../train/runEvents';
import { watchInterrupts } from './interrupt';
import { RunFailure } from './reportError';
import type { Terminal } from './terminal';
import { TrainReporter } from './trainReporter';

/** Trains a run and shows it to a person. Returns the exit code. */
export async function trainInTerminal(
  trainRun: TrainRun,
  options: Omit<TrainRunOptions, 'signal' | 'onEvent'>,
  terminal: Terminal,
): Promise<number> {
  const reporter = new TrainReporter(terminal, options.config);
  const watch = watchInterrupts(() => reporter.stopping());
  try {
    const summary = await trainRun({ ...options, signal: watch.signal, onEvent: reporter.handle });
    reporter.finish(summary);
    return summary.state === 'finished' ? 0 : (watch.exitCode() ?? 0);
  } catch (error) {
    reporter.abandon();
    throw explained(error, reporter.runFolder);
  } finally {
    watch.end();
  }
}

/** Trains a run and writes every event as a line of JSON, the last one being the summary. Returns the exit code. */
export async function trainForScripts(
  trainRun: TrainRun,
  options: Omit<TrainRunOptions, 'signal' | 'onEvent'>,
  terminal: Terminal,
): Promise<number> {
  const write = (line: object) => terminal.write(`${JSON.stringify(line)}\n`);
  let runFolder: string | null = null;
  const onEvent = (event: RunEvent) => {
    if (event.type === 'started') ({ runFolder } = event);
    write(event);
  };
  const watch = watchInterrupts(() => undefined);
  try {
    const summary = await trainRun({ ...options, signal: watch.signal, onEvent });
    write({ type: 'summary', ...summary });
    return summary.state === 'finished' ? 0 : (watch.exitCode() ?? 0);
  } catch (error) {
    throw explained(error, runFolder);
  } finally {
    watch.end();
  }
}

/** What was not foreseen has left its trace in the run's log. */
function explained(error: unknown, runFolder: string | null): unknown {
  return error instanceof UserError || runFolder === null ? error : new RunFailure(error, runFolder);
}
