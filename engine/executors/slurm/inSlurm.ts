import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPlural } from '../../format/formatNumbers';
import { writeError } from '../../runs/fileErrors';
import type { Executor } from '../executor';
import type { Program } from '../thisProgram';
import { followJobs } from './followJobs';
import { isActive } from './jobState';
import { jobScript, type SlurmOptions } from './jobScript';
import { slurmCommand } from './slurmCommand';
import { beginSubmission, writeSubmission, type Submission } from './submission';
import { taskJobs } from './taskJobs';

/**
 * On a cluster under Slurm: what is missing, and is not already waiting or running there, becomes one array job, a run a
 * task. Slurm decides when and where; runs that reach the time limit go on from a checkpoint when it lets them.
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
    if (left.length > 0) {
      say(await submit(beginSubmission(runsFolder, plan, left), runsFolder, program, options));
    }
    return wait && (await followJobs(work)) ? 'ended' : 'handedOver';
  };
}

/** Hands the job to Slurm and says so. Where that fails, nothing is left of the submission. */
async function submit(
  submission: Submission,
  runsFolder: string,
  program: Program,
  options: SlurmOptions,
): Promise<string> {
  const { folder, keys } = submission;
  const script = join(folder, 'job.sh');
  try {
    writeScript(script, jobScript(submission, runsFolder, program, options));
    const answer = await slurmCommand('sbatch', ['--parsable', script]);
    // Behind the number stands the cluster, where there are several.
    const jobId = answer.trim().split(';', 1)[0] ?? '';
    writeSubmission({ ...submission, jobId });
    return `Submitted ${formatPlural(keys.length, 'run')} as Slurm job ${jobId}; script and logs are in ${folder}.`;
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
