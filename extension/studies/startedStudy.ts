import { UserError } from '../../engine/errors';
import type { Run } from '../../engine/runs/readRun';
import type { LockOwner } from '../../engine/runs/runLock';
import type { StudyPlan } from '../../engine/studies/studyPlan';
import { studyState, type StudyState } from '../../engine/studies/studyState';

/** How a study stands, or why that cannot be told. */
export type StateOrProblem =
  { readonly state: StudyState; readonly problem: null } | { readonly state: null; readonly problem: string };

/** A study at a size at which it was started. */
export class StartedStudy {
  private known: StateOrProblem | null = null;

  /**
   * @param runner the living process that runs it; null where none does.
   * @param runs all runs, by key.
   * @param onFound called when it has been found out how it stands, with the milliseconds that it took.
   */
  constructor(
    readonly plan: StudyPlan,
    readonly runner: LockOwner | null,
    private readonly runs: () => ReadonlyMap<string, Run>,
    private readonly onFound: (standing: StateOrProblem, milliseconds: number) => void,
  ) {}

  /** How it stands; found out when it is first asked for. */
  get standing(): StateOrProblem {
    if (this.known === null) {
      const began = performance.now();
      this.known = this.findOut();
      this.onFound(this.known, performance.now() - began);
    }
    return this.known;
  }

  private findOut(): StateOrProblem {
    try {
      return { state: studyState(this.plan, this.runs()), problem: null };
    } catch (error) {
      if (error instanceof UserError) return { state: null, problem: error.message };
      throw error;
    }
  }
}
