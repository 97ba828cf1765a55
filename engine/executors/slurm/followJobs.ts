import { setTimeout as sleep } from 'node:timers/promises';
import { RunIndex } from '../../studies/runIndex';
import { taskStatus, type TaskStatus } from '../../studies/taskState';
import type { ExecutorOptions } from '../executor';
import { isActive } from './jobState';
import { taskJobs } from './taskJobs';
import { whyEnded } from './whyEnded';

/** How often the run folders are looked at, and how often Slurm is asked, in milliseconds. */
const usualPace = { look: 3_000, ask: 30_000 };

/**
 * Tells how submitted runs go on, by their folders, until all have ended or the signal aborts.
 * @returns whether they have.
 * @throws UserError where Slurm cannot be asked.
 */
export async function followJobs(
  { runsFolder, plan, tasks, signal, onNews }: ExecutorOptions,
  pace = usualPace,
): Promise<boolean> {
  const index = new RunIndex(runsFolder);
  const open = new Map(tasks.map((task) => [task.key, task]));
  const begun = new Set<string>();
  /** Runs that are not done though Slurm has ended their tasks: on a shared disk news may take a while. */
  let ended = new Set<string>();
  let askedAt = -Infinity;
  while (!signal.aborted) {
    const runs = index.read();
    for (const [key, task] of open) {
      const status = taskStatus(task, runs.get(key) ?? null);
      if (isAtWork(status) && !begun.has(key)) onNews(task, { type: 'begun' });
      if (isAtWork(status)) begun.add(key);
      if (status.state === 'running') {
        onNews(task, { type: 'progress', phase: 'training', share: status.progress });
      }
      if (status.state !== 'done') continue;
      open.delete(key);
      onNews(task, { type: 'ended', outcome: 'done', reason: null });
    }
    if (open.size === 0) return true;
    if (performance.now() - askedAt > pace.ask) {
      const jobs = await taskJobs(runsFolder, plan, [...open.keys()]);
      askedAt = performance.now();
      const before = ended;
      ended = new Set();
      for (const [key, job] of jobs) {
        const task = open.get(key);
        if (task === undefined || isActive(job.state)) continue;
        ended.add(key);
        if (!before.has(key)) continue;
        open.delete(key);
        const reason = taskStatus(task, runs.get(key) ?? null).reason ?? whyEnded(job);
        onNews(task, { type: 'ended', outcome: 'failed', reason });
      }
    }
    // The wait ends with the signal, which is no failure.
    await sleep(pace.look, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

function isAtWork({ state }: TaskStatus): boolean {
  return state === 'running' || state === 'evaluating';
}
