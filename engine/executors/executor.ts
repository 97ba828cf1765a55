import type { StudyPlan } from '../studies/studyPlan';
import type { StudyTask } from '../studies/studyTasks';
import type { TaskNews } from './workThrough';

/** What an executor works at, and who wants to know how it goes. */
export interface ExecutorOptions {
  readonly runsFolder: string;
  /** The plan, which is on disk too. */
  readonly plan: StudyPlan;
  /** Those of the plan's tasks that are not done. */
  readonly tasks: readonly StudyTask[];
  /** Ends the work of this process: runs under way in it get a checkpoint and can go on later. */
  readonly signal: AbortSignal;
  readonly onNews: (task: StudyTask, news: TaskNews) => void;
  /** Told what else those who watch have to know, in sentences. */
  readonly say: (line: string) => void;
}

/**
 * Where the runs of a study are computed. Progress is told by the run folders; what else is told is for those who watch.
 * @returns "ended" once there is nothing left that can be done, "handedOver" where the work goes on without this process.
 */
export type Executor = (options: ExecutorOptions) => Promise<'ended' | 'handedOver'>;
