import { readLogTail } from '../../runs/logTail';
import { jobStateWords } from './jobState';
import type { TaskJob } from './taskJobs';

/** Why a task that Slurm has ended is not done: what its run or evaluations failed of, else how Slurm ended it and what its log says last. */
export function whyEnded({ state, log }: TaskJob, reason: string | null): string {
  if (reason !== null) return reason;
  const said = readLogTail(log, 50).findLast((line) => line.startsWith('simclr: '));
  const words = said === undefined ? '' : `: ${said.slice('simclr: '.length)}`;
  return `${jobStateWords[state]}${words} (${log})`;
}
