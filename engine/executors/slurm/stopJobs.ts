import type { StudyPlan } from '../../studies/studyPlan';
import { askSlurm } from './askSlurm';
import { isActive } from './jobState';
import { slurmCommand } from './slurmCommand';
import { listSubmissions } from './submission';

/**
 * Cancels the array jobs that runs of a study still wait or run in, whatever settings it was started with then; runs under
 * way get a checkpoint.
 * @returns how many runs that were.
 * @throws UserError where Slurm cannot be asked, or refuses.
 */
export async function stopJobs(runsFolder: string, plan: StudyPlan): Promise<number> {
  const jobIds = listSubmissions(runsFolder, plan).flatMap(({ jobId }) => jobId ?? []);
  const active = [...(await askSlurm([...new Set(jobIds)]))].filter(([, state]) => isActive(state));
  const jobs = new Set(active.map(([task]) => task.slice(0, task.indexOf('_'))));
  if (jobs.size > 0) await slurmCommand('scancel', [...jobs]);
  return active.length;
}
