import { isActive, jobStateWords, type JobState } from '../../executors/slurm/jobState';
import { taskJobs } from '../../executors/slurm/taskJobs';
import { whyEnded } from '../../executors/slurm/whyEnded';
import { failureReason, UserError } from '../../errors';
import type { StudyState } from '../../studies/studyState';
import { tasksLeft } from '../../studies/tasksLeft';
import type { Terminal } from '../terminal';

/** So many that Slurm has ended are told one by one. */
const most = 10;

/**
 * How the runs of a study that are not done stand with Slurm: numbers in one line, then why some ended and where their logs
 * are; nothing where none was submitted.
 */
export async function slurmText(
  state: StudyState,
  runsFolder: string,
  { style }: Terminal,
): Promise<string[]> {
  const jobs = await jobsOrComplaint(state, runsFolder);
  if (typeof jobs === 'string') return [`${style.bold('Slurm')}: ${style.warning(jobs)}`];
  if (jobs.size === 0) return [];
  const states = [...jobs.values()].map((job) => job.state);
  const counts = (Object.keys(jobStateWords) as JobState[])
    .map((each) => [states.filter((one) => one === each).length, jobStateWords[each]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`);
  const ended = state.tasks.flatMap(({ task, state: stands }) => {
    const job = jobs.get(task.key);
    // Why it failed stands above.
    if (job === undefined || isActive(job.state) || stands === 'failed') return [];
    return [`  ${task.label} (seed ${task.seed + 1}): ${whyEnded(job)}`];
  });
  const more = ended.length > most ? [`  and ${ended.length - most} more`] : [];
  return [
    `${style.bold('Slurm')}: ${counts.join(', ')}`,
    ...[...ended.slice(0, most), ...more].map((line) => style.warning(line)),
  ];
}

/** What is on disk can be shown where Slurm cannot be asked, too. */
async function jobsOrComplaint(state: StudyState, runsFolder: string) {
  try {
    return await taskJobs(
      runsFolder,
      state.plan,
      tasksLeft(state).map(({ key }) => key),
    );
  } catch (error) {
    if (error instanceof UserError) return failureReason(error);
    throw error;
  }
}
