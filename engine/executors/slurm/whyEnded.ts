import { readLogTail } from '../../runs/logTail';
import { jobStateWords } from './jobState';
import type { TaskJob } from './taskJobs';

/** Why a task is not done that Slurm has ended and that did not fail by itself: how Slurm ended it, and what its log says last. */
export function whyEnded({ state, log }: TaskJob): string {
  const said = readLogTail(log, 50).findLast((line) => line.startsWith('simclr: '));
  const words = said === undefined ? '' : `: ${said.slice('simclr: '.length)}`;
  return `${jobStateWords[state]}${words} (${log})`;
}
