/**
 * How a task of an array stands with Slurm. "unknown": Slurm does not know it any more, so it has ended; how, is forgotten
 * some minutes later where a cluster keeps no accounts.
 */
export type JobState =
  | 'pending'
  | 'running'
  | 'completed'
  | 'cancelled'
  | 'timedOut'
  | 'outOfMemory'
  | 'nodeFailed'
  | 'failed'
  | 'unknown';

/** States as people read them. */
export const jobStateWords: Readonly<Record<JobState, string>> = {
  pending: 'pending',
  running: 'running',
  completed: 'ended before its run was done',
  cancelled: 'cancelled',
  timedOut: 'out of time',
  outOfMemory: 'out of memory',
  nodeFailed: 'lost with its node',
  failed: 'failed',
  unknown: 'ended and forgotten by Slurm',
};

const states: Readonly<Record<string, JobState>> = {
  PENDING: 'pending',
  CONFIGURING: 'pending',
  REQUEUED: 'pending',
  REQUEUE_FED: 'pending',
  REQUEUE_HOLD: 'pending',
  RESV_DEL_HOLD: 'pending',
  SPECIAL_EXIT: 'pending',
  RUNNING: 'running',
  COMPLETING: 'running',
  RESIZING: 'running',
  SIGNALING: 'running',
  STAGE_OUT: 'running',
  STOPPED: 'running',
  SUSPENDED: 'running',
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  REVOKED: 'cancelled',
  PREEMPTED: 'cancelled',
  TIMEOUT: 'timedOut',
  DEADLINE: 'timedOut',
  OUT_OF_MEMORY: 'outOfMemory',
  NODE_FAIL: 'nodeFailed',
  BOOT_FAIL: 'nodeFailed',
};

/** What a word of Slurm's comes to: "CANCELLED by 1000" → "cancelled"; any that is not known here is a failure. */
export function jobStateOf(word: string): JobState {
  return states[word.split(/[\s+]/, 1)[0] ?? ''] ?? 'failed';
}

/** Whether Slurm will still do something about the task. */
export function isActive(state: JobState): boolean {
  return state === 'pending' || state === 'running';
}
