import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors';
import { RunIndex } from '../../studies/runIndex';
import { studyTasks, type StudyTask } from '../../studies/studyTasks';
import { taskStatus } from '../../studies/taskState';
import type { TrainRun } from '../../train/runEvents';
import type { TaskOutcome } from '../runTask';
import { workThrough, type TaskNews } from '../workThrough';
import { slurmCommand } from './slurmCommand';
import { readSubmission } from './submission';

/** Locks of a machine that died under a run count for a quarter of an hour: so long another may seem to be at it. */
const patience = 16 * 60_000;
const tryEvery = 30_000;

/** A task of an array job, and the environment that Slurm gives it. */
export interface ArrayTaskOptions {
  readonly task: StudyTask;
  readonly runsFolder: string;
  readonly baseFolder: string;
  readonly train: TrainRun;
  /** Aborts when the time limit is near. */
  readonly timeUp: AbortSignal;
  /** Aborts when somebody cancels the job. */
  readonly cancelled: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  readonly onNews: (news: TaskNews) => void;
}

/** What became of a task. "requeued": it goes on from its checkpoint when Slurm starts it again. */
export type ArrayTaskOutcome = 'done' | 'requeued' | 'cancelled' | 'elsewhere' | 'failed';

/**
 * What a number of an array stands for, with as many threads as Slurm has given cores to it.
 * @throws UserError where the manifest is damaged or cannot be seen, or has no such number, or this version of the program
 * makes another task of it.
 */
export function findArrayTask(
  manifest: string,
  index: number,
  environment: NodeJS.ProcessEnv,
): { readonly task: StudyTask; readonly baseFolder: string } {
  const submission = readSubmission(manifest);
  if (submission === null) {
    throw new UserError(
      `${manifest} does not exist on this machine: the folder of runs has to lie on a disk that all nodes share`,
    );
  }
  const { plan, keys } = submission;
  const task = studyTasks(plan.study, plan).find(({ key }) => key === keys[index]);
  if (task === undefined) {
    throw new UserError(
      `${manifest} has no run for task ${index}, or the program has changed since it was submitted: submit the study again`,
    );
  }
  const { device } = task.config;
  const cores = Number(environment['SLURM_CPUS_ON_NODE']);
  if (!(cores >= 1)) return { task, baseFolder: plan.baseFolder };
  const threads = device.threads === 'auto' ? cores : device.threads;
  const loaderThreads = device.loaderThreads === 'auto' ? Math.ceil(threads / 2) : device.loaderThreads;
  const config = { ...task.config, device: { ...device, threads, loaderThreads } };
  return { task: { ...task, config }, baseFolder: plan.baseFolder };
}

/**
 * Does a task; when time is up its run gets a checkpoint and the task asks Slurm for another turn. One that was cancelled
 * gets a checkpoint, and no other turn.
 * @throws UserError where no other turn is to be had, or would be of no use: with nothing done in a whole one.
 */
export async function runArrayTask(options: ArrayTaskOptions): Promise<ArrayTaskOutcome> {
  const { task, runsFolder, timeUp, cancelled, environment } = options;
  const before = howFar(task, runsFolder);
  const outcome = await workUntil(AbortSignal.any([timeUp, cancelled]), options);
  if (outcome !== 'stopped') return outcome;
  if (cancelled.aborted) return 'cancelled';
  // In its first turn it may have been busy with decoding the images, which are kept.
  const isFirst = environment['SLURM_RESTART_COUNT'] === undefined;
  if (!isFirst && howFar(task, runsFolder) === before) {
    throw new UserError(
      'the time limit is too short for the run to get on: submit it again with more --time',
    );
  }
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: number } = environment;
  await slurmCommand('scontrol', ['requeue', `${job}_${number}`]);
  return 'requeued';
}

/** Works at the task; while another process seems to be at it, waits for that to end or to prove dead. */
async function workUntil(
  signal: AbortSignal,
  { task, runsFolder, baseFolder, train, onNews }: ArrayTaskOptions,
): Promise<TaskOutcome | 'failed'> {
  const index = new RunIndex(runsFolder);
  const giveUpAt = performance.now() + patience;
  for (;;) {
    let outcome = 'stopped' as TaskOutcome | 'failed';
    await workThrough([task], {
      ...{ index, baseFolder, train, signal },
      onNews: (_, news) => {
        onNews(news);
        if (news.type === 'ended') ({ outcome } = news);
      },
    });
    if (outcome !== 'elsewhere' || performance.now() > giveUpAt) return outcome;
    await sleep(tryEvery, undefined, { signal }).catch(() => undefined);
  }
}

/** Tells whether a task got on: its step and how many evaluations there are. */
function howFar(task: StudyTask, runsFolder: string): string {
  const { run, evaluations } = taskStatus(task, new RunIndex(runsFolder).read().get(task.key) ?? null);
  return `${run?.record.progress?.step ?? 0} ${evaluations.filter((found) => found !== null).length}`;
}
