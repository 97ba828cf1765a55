import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { MemoryShortage } from '../train/memoryShortage';
import type { RunEvent, TrainRun, TrainRunOptions } from '../train/runEvents';
import { watchInterrupts } from './interrupt';
import { RunFailure } from './reportError';
import type { Terminal } from './terminal';
import { wrap } from './textWidth';
import { TrainReporter } from './trainReporter';

/**
 * Trains a run and shows it to a person, who is asked whether to train in micro-batches where the memory does not suffice
 * otherwise. Returns the exit code.
 */
export async function trainInTerminal(
  trainRun: TrainRun,
  options: Omit<TrainRunOptions, 'signal' | 'onEvent'>,
  terminal: Terminal,
): Promise<number> {
  try {
    return await trainOnce(trainRun, options, terminal);
  } catch (error) {
    const microBatch = await acceptedMicroBatch(error, options.config, terminal);
    if (microBatch === null) throw error;
    return trainInTerminal(trainRun, { ...options, config: { ...options.config, microBatch } }, terminal);
  }
}

async function trainOnce(
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

/** The micro-batch with which the user wants to train a run that was refused for want of memory; null without one. */
async function acceptedMicroBatch(
  error: unknown,
  { batchSize }: RunConfig,
  terminal: Terminal,
): Promise<number | null> {
  if (!(error instanceof MemoryShortage) || error.microBatch === null) return null;
  if (terminal.confirm === null) return null;
  const { problem, microBatch } = error;
  const text =
    `${problem.charAt(0).toUpperCase()}${problem.slice(1)}. In micro-batches of ${microBatch} the loss is still that of all ` +
    `${batchSize} images; each step takes one more forward pass, and batch norm has its statistics from ${microBatch} ` +
    'images at a time.';
  terminal.write(`\n${wrap(text, terminal.columns - 1).join('\n')}\n`);
  return (await terminal.confirm(`Train with microBatch ${microBatch}?`)) ? microBatch : null;
}

/** What was not foreseen has left its trace in the run's log. */
function explained(error: unknown, runFolder: string | null): unknown {
  return error instanceof UserError || runFolder === null ? error : new RunFailure(error, runFolder);
}
