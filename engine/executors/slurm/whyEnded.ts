import { readLogTail } from '../../runs/logTail';
import type { Run } from '../../runs/readRun';
import { jobStateWords } from './jobState';
import type { TaskJob } from './taskJobs';

/** Why a task that Slurm has ended is not done: what its run says, else how Slurm ended it and what its log says last. */
export function whyEnded({ state, log }: TaskJob, run: Run | null): string {
  if (run?.state === 'failed' && run.record.reason) return run.record.reason;
  const said = readLogTail(log, 50).findLast((line) => line.startsWith('simclr: '));
  const words = said === undefined ? '' : `: ${said.slice('simclr: '.length)}`;
  return `${jobStateWords[state]}${words} (${log})`;
}
