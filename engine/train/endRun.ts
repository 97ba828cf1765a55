import { join } from 'node:path';
import { failureReason, UserError } from '../errors';
import { writeFileAtomic } from '../runs/atomicFile';
import { readMetrics } from '../runs/readMetrics';
import type { RunWriter } from '../runs/runWriter';
import type { FinalEvaluation } from './finalEvaluation';
import { summarizeLoss } from './lossSummary';
import { MemoryShortage } from './memoryShortage';
import type { RunState, RunSummary } from './runEvents';
import type { RunProgress } from './runProgress';
import type { RunReporter } from './runReporter';

/** Writes what the run came to into its record, and `evaluation.json` where there was a final evaluation. */
export function endRun(
  state: Extract<RunState, 'finished' | 'stopped'>,
  evaluation: FinalEvaluation | null,
  progress: RunProgress,
  writer: RunWriter,
  reporter: RunReporter,
): RunSummary {
  if (evaluation) {
    const path = join(writer.paths.folder, 'evaluation.json');
    writeFileAtomic(path, `${JSON.stringify({ step: progress.step, ...evaluation }, null, 2)}\n`);
  }
  const summary = summarize(state, evaluation, progress, writer);
  writer.update({ summary });
  reporter.state(state);
  return summary;
}

/** Writes why the run failed into its record and log. Where even that fails, the first error is the one that counts. */
export function failRun(
  error: unknown,
  progress: RunProgress,
  writer: RunWriter,
  reporter: RunReporter,
): void {
  const reason = failureReason(error);
  try {
    if (!(error instanceof UserError) && error instanceof Error) writer.log('error', error.stack ?? reason);
    const microBatch = error instanceof MemoryShortage ? error.microBatch : null;
    const remedy = microBatch === null ? undefined : { microBatch };
    writer.update({ summary: summarize('failed', null, progress, writer), remedy });
    reporter.state('failed', reason);
  } catch {
    // The disk is full or the folder has gone, which is most likely what `error` says.
  }
}

function summarize(
  state: RunState,
  evaluation: FinalEvaluation | null,
  { step, seconds }: RunProgress,
  { paths }: RunWriter,
): RunSummary {
  return {
    state,
    runFolder: paths.folder,
    steps: step,
    seconds,
    ...summarizeLoss(readMetrics(paths.metrics).lines),
    linear: evaluation?.linear ?? null,
    knn: evaluation?.knn ?? null,
  };
}
