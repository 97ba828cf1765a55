import { setContextKey } from '../commands/setContextKey';
import { DisposableStore } from '../dispose';
import { contextKeys } from '../ids';
import type { EvaluationJobs } from './evaluationJobs';

/** Keeps the context key in step with whether there is something to cancel. */
export class EvaluationContext extends DisposableStore {
  constructor(jobs: EvaluationJobs) {
    super();
    this.add(jobs.onDidChange(() => setContextKey(contextKeys.evaluating, jobs.all.length > 0)));
  }
}
