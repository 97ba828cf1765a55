import { failureReason } from '../errors';
import type { StudyTask } from '../studies/studyTasks';
import { runTask, type TaskOptions, type TaskOutcome } from './runTask';

/** What is told of a task while a study is worked through. */
export type TaskNews =
  | { readonly type: 'begun' }
  /** Share of its steps taken, 0 to 1, or what else it is at. */
  | { readonly type: 'progress'; readonly share: number; readonly phase: 'training' | 'evaluating' }
  | { readonly type: 'ended'; readonly outcome: TaskOutcome | 'failed'; readonly reason: string | null };

/** As for a task, for all of them. */
export interface WorkOptions extends Omit<TaskOptions, 'onEvent' | 'onEvaluation'> {
  readonly onNews: (task: StudyTask, news: TaskNews) => void;
}

/**
 * Does the tasks one after another. One that fails is told and passed over: the others may well do.
 * @returns once all are done, have failed or are with other processes, or the signal has aborted.
 */
export async function workThrough(tasks: readonly StudyTask[], options: WorkOptions): Promise<void> {
  for (const task of tasks) {
    if (options.signal.aborted) return;
    const tell = (news: TaskNews) => options.onNews(task, news);
    tell({ type: 'begun' });
    const reporter = new ProgressTeller(tell);
    try {
      const outcome = await runTask(task, {
        ...options,
        onEvent: (event) => {
          if (event.type === 'started') reporter.steps = event.plan.totalSteps;
          if (event.type === 'metrics') reporter.step(event.line.step);
        },
        onEvaluation: ({ done, total }) => reporter.evaluating(total > 0 ? done / total : 0),
      });
      tell({ type: 'ended', outcome, reason: null });
    } catch (error) {
      tell({ type: 'ended', outcome: 'failed', reason: failureReason(error) });
    }
  }
}

/** Tells progress by whole percents. */
class ProgressTeller {
  steps = 0;
  private told = '';

  constructor(private readonly tell: (news: TaskNews) => void) {}

  step(step: number): void {
    if (this.steps > 0) this.progress('training', step / this.steps);
  }

  evaluating(share: number): void {
    this.progress('evaluating', share);
  }

  private progress(phase: 'training' | 'evaluating', share: number): void {
    const rounded = Math.floor(100 * share) / 100;
    const text = `${phase} ${rounded}`;
    if (text === this.told) return;
    this.told = text;
    this.tell({ type: 'progress', phase, share: rounded });
  }
}
