import { UserError } from '../../errors';
import { jobStateOf, type JobState } from './jobState';
import { slurmCommand } from './slurmCommand';

/** How tasks stand, by "job_index" as Slurm writes them: "123_7". */
export type JobStates = ReadonlyMap<string, JobState>;

/**
 * How all tasks of some array jobs stand: one question to the accounts, and where a cluster keeps none, or they do not know
 * of a job yet, one to the controller.
 * @throws UserError where Slurm cannot be asked.
 */
export async function askSlurm(jobIds: readonly string[]): Promise<JobStates> {
  if (jobIds.length === 0) return new Map();
  const accounted = await askAccounts(jobIds);
  const known = new Set([...accounted.keys()].map((task) => task.split('_', 1)[0]));
  return jobIds.every((id) => known.has(id))
    ? accounted
    : new Map([...accounted, ...(await askQueue(jobIds))]);
}

async function askAccounts(jobIds: readonly string[]): Promise<JobStates> {
  const what = ['--allocations', '--noheader', '--parsable2', '--format=JobID,State'];
  try {
    return parse(await slurmCommand('sacct', [...what, `--jobs=${jobIds.join(',')}`]));
  } catch (error) {
    // Accounting is switched off, or its data base is down.
    if (error instanceof UserError) return new Map();
    throw error;
  }
}

async function askQueue(jobIds: readonly string[]): Promise<JobStates> {
  const what = ['--noheader', '--array', '--states=all', '--format=%F_%K|%T'];
  try {
    return parse(await slurmCommand('squeue', [...what, `--jobs=${jobIds.join(',')}`]));
  } catch (error) {
    // A single job that has ended and is forgotten is no mistake.
    if (error instanceof UserError && error.message.includes('Invalid job id')) return new Map();
    throw error;
  }
}

function parse(text: string): JobStates {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [task = '', word = ''] = line.trim().split('|');
      return tasksNamed(task).map((name) => [name, jobStateOf(word)] as const);
    }),
  );
}

/** "123_7" → itself; "123_[2,4-9:2%3]", as tasks are named that have not begun → each of them. */
function tasksNamed(name: string): string[] {
  const [, job = '', indexes = ''] = /^(\d+)_\[?([\d,:-]+)(?:%\d+)?\]?$/.exec(name) ?? [];
  return indexes.split(',').flatMap((part) => {
    const [, first, last = first, step = '1'] = /^(\d+)(?:-(\d+))?(?::(\d+))?$/.exec(part) ?? [];
    if (first === undefined) return [];
    const count = Math.floor((Number(last) - Number(first)) / Number(step)) + 1;
    return Array.from({ length: count }, (_, at) => `${job}_${Number(first) + at * Number(step)}`);
  });
}
