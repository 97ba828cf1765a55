import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EvaluationRecord, EvaluationRequest } from '../runs/evaluationRecord';
import { listEvaluations } from '../runs/evaluations';
import type { Run } from '../runs/readRun';
import { readEvaluationFailure } from './evaluationFailure';
import { isClaimed } from './taskClaim';
import type { StudyTask } from './studyTasks';

/**
 * Where a run of a study stands:
 * - missing: there is no such run yet
 * - waiting: its folder is there, and it waits for its turn: queued, stopped or interrupted, or trained and not evaluated
 * - running: it trains right now
 * - evaluating: it is trained, and evaluated right now
 * - done
 * - failed: in training or in its evaluations
 */
export type TaskState = 'missing' | 'waiting' | 'running' | 'evaluating' | 'done' | 'failed';

/** A run of a study as it stands on disk. */
export interface TaskStatus {
  readonly task: StudyTask;
  readonly state: TaskState;
  /** null where it is missing. */
  readonly run: Run | null;
  /** Why it failed; null where it did not. */
  readonly reason: string | null;
  /** Those that the study asks for and that are there, in its order. */
  readonly evaluations: readonly (EvaluationRecord | null)[];
  /** Share of its steps that has been taken. */
  readonly progress: number;
}

/** How a task stands, given the run of its key, if there is one. */
export function taskStatus(task: StudyTask, run: Run | null): TaskStatus {
  if (run === null) return { task, state: 'missing', run, reason: null, evaluations: [], progress: 0 };
  const evaluations = run.state === 'finished' ? findEvaluations(task.requests, run) : [];
  const { plan, progress } = run.record;
  const share = plan && progress ? Math.min(1, progress.step / plan.totalSteps) : 0;
  const standing = evaluations.includes(null) ? withoutEvaluations(task, run) : standingOf(run);
  return { task, ...standing, run, evaluations, progress: share };
}

type Standing = Pick<TaskStatus, 'state' | 'reason'>;

function standingOf({ state, record }: Run): Standing {
  switch (state) {
    case 'finished':
      return { state: 'done', reason: null };
    case 'running':
    case 'paused':
    case 'preparing':
      return { state: 'running', reason: null };
    case 'queued':
    case 'stopped':
    case 'interrupted':
      return { state: 'waiting', reason: null };
    case 'failed':
      return { state: 'failed', reason: record.reason };
  }
}

function withoutEvaluations({ key }: StudyTask, { paths }: Run): Standing {
  const runsFolder = dirname(paths.folder);
  if (isClaimed(runsFolder, key)) return { state: 'evaluating', reason: null };
  const reason = readEvaluationFailure(runsFolder, key);
  return { state: reason === null ? 'waiting' : 'failed', reason };
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
