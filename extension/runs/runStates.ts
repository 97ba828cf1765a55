import type { ShownState } from '../../engine/runs/readRun';

/** Whether a process is at work on a run in this state. */
export function isLive(state: ShownState): state is 'preparing' | 'running' | 'paused' {
  return state === 'preparing' || state === 'running' || state === 'paused';
}

/** Whether a run in this state has come to an end, for now or for good. */
export function hasEnded(state: ShownState): state is 'finished' | 'stopped' | 'failed' | 'interrupted' {
  return !isLive(state) && state !== 'queued';
}

/** Whether a run in this state can be queued again, to go on from its last checkpoint. */
export function canResume(state: ShownState): state is 'stopped' | 'failed' | 'interrupted' {
  return hasEnded(state) && state !== 'finished';
}
