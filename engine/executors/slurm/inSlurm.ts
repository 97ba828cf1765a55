import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPlural } from '../../format/formatNumbers';
import { writeError } from '../../runs/fileErrors';
import type { Executor } from '../executor';
import type { Program } from '../thisProgram';
import { arrayLimit } from './arrayLimit';
import { followJobs } from './followJobs';
import { isActive } from './jobState';
import { jobScript, type SlurmOptions } from './jobScript';
import { slurmCommand } from './slurmCommand';
import { beginSubmission, writeSubmission, type Submission } from './submission';
import { taskJobs } from './taskJobs';

/**
 * On a cluster under Slurm: what is missing, and is not already waiting or running there, becomes an array job, a run a task, or several
 * where the cluster allows none so large. Slurm decides when and where; runs that reach the time limit go on from a checkpoint when it lets them.
 * @param wait whether to return once they have ended; else at once. Ending the wait does not end the jobs.
 */
export function inSlurm(program: Program, options: SlurmOptions, wait: boolean): Executor {
  return async (work) => {
    const { runsFolder, plan, tasks, say } = work;
    if (tasks.length === 0) return 'ended';
    const keys = tasks.map(({ key }) => key);
    const jobs = await taskJobs(runsFolder, plan, keys);
    const left = keys.filter((key) => !isActive(jobs.get(key)?.state ?? 'unknown'));
    if (left.length < keys.length) {
      say(`${formatPlural(keys.length - left.length, 'run')} had been submitted before.`);
    }
    const most = left.length === 0 ? 1 : await arrayLimit();
    let before: string | null = null;
    for (let first = 0; first < left.length; first += most) {
      const submission = beginSubmission(runsFolder, plan, left.slice(first, first + most));
      before = await submit(submission, runsFolder, program, { ...options, ...orderAfter(before, options) });
      say(
        `Submitted ${formatPlural(submission.keys.length, 'run')} as Slurm job ${before}; script and logs are in ${submission.folder}.`,
      );
    }
    return wait && (await followJobs(work)) ? 'ended' : 'handedOver';
  };
}

/** How many run at a time is said of each array: with such a limit, one waits for the other. */
function orderAfter(
  jobId: string | null,
  { atMost, sbatch = [] }: SlurmOptions,
): Pick<SlurmOptions, 'sbatch'> {
  return jobId === null || atMost === undefined
    ? {}
    : { sbatch: [...sbatch, `--dependency=afterany:${jobId}`] };
}

/** Hands the job to Slurm and returns its number. Where that fails, nothing is left of the submission. */
async function submit(
  submission: Submission,
  runsFolder: string,
  program: Program,
  options: SlurmOptions,
): Promise<string> {
  const { folder } = submission;
  const script = join(folder, 'job.sh');
  try {
    writeScript(script, jobScript(submission, runsFolder, program, options));
    const answer = await slurmCommand('sbatch', ['--parsable', script]);
    // Behind the number stands the cluster, where there are several.
    const jobId = answer.trim().split(';', 1)[0] ?? '';
    writeSubmission({ ...submission, jobId });
    return jobId;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function writeScript(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o755 });
  } catch (error) {
    throw writeError(path, error);
  }
}
