import type { StudyPlan } from '../../studies/studyPlan';
import { isActive } from './jobState';
import { slurmCommand } from './slurmCommand';
import { taskJobs } from './taskJobs';

/**
 * Cancels the array jobs that runs of a study still wait or run in; runs under way get a checkpoint.
 * @param keys of the runs that are not done.
 * @returns how many runs that were.
 * @throws UserError where Slurm cannot be asked, or refuses.
 */
export async function stopJobs(
  runsFolder: string,
  plan: StudyPlan,
  keys: readonly string[],
): Promise<number> {
  const jobs = [...(await taskJobs(runsFolder, plan, keys)).values()].filter(({ state }) => isActive(state));
  if (jobs.length > 0) await slurmCommand('scancel', [...new Set(jobs.map(({ jobId }) => jobId))]);
  return jobs.length;
}
