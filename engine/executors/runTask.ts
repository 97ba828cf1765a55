import { failureReason } from '../errors';
import { evaluateCheckpoint, type EvaluationProgress } from '../evaluate/evaluateCheckpoint';
import { findCheckpoint } from '../runs/findCheckpoint';
import { clearEvaluationFailure, writeEvaluationFailure } from '../studies/evaluationFailure';
import type { RunIndex } from '../studies/runIndex';
import type { StudyTask } from '../studies/studyTasks';
import { claimTask } from '../studies/taskClaim';
import { taskStatus, type TaskStatus } from '../studies/taskState';
import type { RunEvent, TrainRun } from '../train/runEvents';

/** Where a task is done, how, and who wants to know how it goes. */
export interface TaskOptions {
  /** Of the folder of runs. */
  readonly index: RunIndex;
  /** Absolute path that relative paths of the configurations refer to. */
  readonly baseFolder: string;
  readonly train: TrainRun;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly onEvaluation: (progress: EvaluationProgress) => void;
}

/** What became of a task. "elsewhere": another process is at it. */
export type TaskOutcome = 'done' | 'stopped' | 'elsewhere';

/**
 * Does what is left of a task: trains its run, goes on with it from its last checkpoint, evaluates it. A run of the same key
 * is taken for its own, whoever started it.
 * @returns "stopped" where the signal aborts; its run has a checkpoint then, and can go on.
 * @throws UserError where the run cannot be trained, or not be evaluated; its status says so too, and the next attempt tries
 * again.
 */
export async function runTask(task: StudyTask, options: TaskOptions): Promise<TaskOutcome> {
  const claim = claimTask(options.index.runsFolder, task.key);
  if (claim === null) return 'elsewhere';
  try {
    const before = statusOnDisk(task, options.index);
    if (before.state === 'running') return 'elsewhere';
    if (!(await train(task, before, options))) return 'stopped';
    await evaluate(statusOnDisk(task, options.index), options);
    return 'done';
  } catch (error) {
    if (options.signal.aborted && error === options.signal.reason) return 'stopped';
    throw error;
  } finally {
    claim.release();
  }
}

function statusOnDisk(task: StudyTask, index: RunIndex): TaskStatus {
  return taskStatus(task, index.read().get(task.key) ?? null);
}

/** Whether the run is finished after this. */
async function train(
  { config, name, part }: StudyTask,
  { run }: TaskStatus,
  { index: { runsFolder }, baseFolder, train: trainRun, signal, onEvent }: TaskOptions,
): Promise<boolean> {
  if (run?.state === 'finished') return true;
  const where = { runsFolder, baseFolder, signal, onEvent };
  const { state: end } = await trainRun(
    run === null
      ? { ...where, config: { ...config, name }, study: part }
      : // Where it is computed may have changed since.
        { ...where, config: { ...run.record.config, device: config.device }, resume: run.paths.folder },
  );
  return end === 'finished';
}

/** Makes the evaluations that are missing, and keeps why it could not. */
async function evaluate(status: TaskStatus, options: TaskOptions): Promise<void> {
  const { key } = status.task;
  const { runsFolder } = options.index;
  clearEvaluationFailure(runsFolder, key);
  try {
    await evaluateMissing(status, options);
  } catch (error) {
    if (!options.signal.aborted) writeEvaluationFailure(runsFolder, key, failureReason(error));
    throw error;
  }
}

async function evaluateMissing(
  { task, run, evaluations }: TaskStatus,
  { index: { runsFolder }, signal, onEvaluation }: TaskOptions,
): Promise<void> {
  if (run === null) return;
  for (const [index, request] of task.requests.entries()) {
    if (evaluations[index]) continue;
    const found = findCheckpoint(runsFolder, run.paths.folder);
    const { device } = task.config;
    await evaluateCheckpoint({ ...found, request, device, signal, onProgress: onEvaluation });
  }
}
