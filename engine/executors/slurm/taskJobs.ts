import type { StudyPlan } from '../../studies/studyPlan';
import { askSlurm } from './askSlurm';
import type { JobState } from './jobState';
import { logPath } from './jobScript';
import { listSubmissions } from './submission';

/** The task of an array job that a run was last submitted as. */
export interface TaskJob {
  readonly jobId: string;
  readonly state: JobState;
  /** Absolute path; there is a file once it has begun. */
  readonly log: string;
}

/**
 * How runs of a study stand with Slurm, by their keys; those that were never submitted are absent.
 * @throws UserError where Slurm cannot be asked, or a manifest is damaged.
 */
export async function taskJobs(
  runsFolder: string,
  plan: StudyPlan,
  keys: readonly string[],
): Promise<ReadonlyMap<string, TaskJob>> {
  const wanted = new Set(keys);
  const found = new Map<string, { readonly jobId: string; readonly index: number; readonly log: string }>();
  for (const submission of listSubmissions(runsFolder, plan)) {
    const { jobId } = submission;
    if (jobId === null) continue;
    for (const [index, key] of submission.keys.entries()) {
      if (wanted.has(key) && !found.has(key))
        found.set(key, { jobId, index, log: logPath(submission, index) });
    }
  }
  const states = await askSlurm([...new Set([...found.values()].map(({ jobId }) => jobId))]);
  return new Map(
    [...found].map(([key, { jobId, index, log }]) => {
      const state = states.get(`${jobId}_${index}`) ?? 'unknown';
      return [key, { jobId, state, log }];
    }),
  );
}
