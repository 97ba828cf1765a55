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
  /** Ends the work: runs under way get a checkpoint and can go on later. */
  readonly signal: AbortSignal;
  readonly onNews: (task: StudyTask, news: TaskNews) => void;
}

/** Where the runs of a study are computed. Progress is told by the run folders; what else is told is for those who watch. */
export type Executor = (options: ExecutorOptions) => Promise<void>;
