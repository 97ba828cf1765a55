import { isDeepStrictEqual } from 'node:util';
import type { EvaluationRecord, EvaluationRequest } from '../runs/evaluationRecord';
import { listEvaluations } from '../runs/evaluations';
import type { Run } from '../runs/readRun';
import type { StudyTask } from './studyTasks';

/**
 * Where a run of a study stands:
 * - missing: there is no such run yet
 * - waiting: its folder is there, and it waits for its turn: queued, stopped or interrupted
 * - running: it trains right now
 * - evaluating: it is trained, and evaluations of it are missing
 * - done, failed
 */
export type TaskState = 'missing' | 'waiting' | 'running' | 'evaluating' | 'done' | 'failed';

/** A run of a study as it stands on disk. */
export interface TaskStatus {
  readonly task: StudyTask;
  readonly state: TaskState;
  /** null where it is missing. */
  readonly run: Run | null;
  /** Those that the study asks for and that are there, in its order. */
  readonly evaluations: readonly (EvaluationRecord | null)[];
  /** Share of its steps that has been taken. */
  readonly progress: number;
}

/** How a task stands, given the run of its key, if there is one. */
export function taskStatus(task: StudyTask, run: Run | null): TaskStatus {
  if (run === null) return { task, state: 'missing', run, evaluations: [], progress: 0 };
  const evaluations = run.state === 'finished' ? findEvaluations(task.requests, run) : [];
  const { plan, progress } = run.record;
  const share = plan && progress ? Math.min(1, progress.step / plan.totalSteps) : 0;
  return { task, state: stateOf(run, evaluations), run, evaluations, progress: share };
}

function stateOf({ state }: Run, evaluations: TaskStatus['evaluations']): TaskState {
  switch (state) {
    case 'finished':
      return evaluations.includes(null) ? 'evaluating' : 'done';
    case 'running':
    case 'paused':
    case 'preparing':
      return 'running';
    case 'queued':
    case 'stopped':
    case 'interrupted':
      return 'waiting';
    case 'failed':
      return 'failed';
  }
}

/** The latest evaluation of the last step that answers each request. */
function findEvaluations(
  requests: readonly EvaluationRequest[],
  { paths, record }: Run,
): TaskStatus['evaluations'] {
  if (requests.length === 0) return [];
  const last = listEvaluations(paths.evaluations).filter(
    ({ record: { step } }) => step === record.summary?.steps,
  );
  return requests.map(
    (request) => last.findLast((file) => isDeepStrictEqual(file.record.request, request))?.record ?? null,
  );
}
