import { canResume, isLive as isLiveState } from '../runs/runStates';
import type { ShownRun } from '../runs/shownRun';

/** What can be done to some runs and not to others. */
export type RunActionName =
  | 'pause'
  | 'resume'
  | 'trainInMicroBatches'
  | 'stop'
  | 'cancel'
  | 'checkpoint'
  | 'rename'
  | 'delete'
  | 'moveUp'
  | 'moveDown';

/** Whether a run has a process. */
export function isLive({ run: { state } }: ShownRun): boolean {
  return isLiveState(state);
}

/** Whether a live run's engine can be told something: one of a terminal or of another machine cannot. */
export function takesCommands({ link }: ShownRun): boolean {
  return link === 'connected' || link === 'connecting';
}

/** Whether an action is possible for a run, as far as can be seen from here. */
export function isPossible(action: RunActionName, shown: ShownRun): boolean {
  const { state } = shown.run;
  switch (action) {
    case 'pause':
      return state === 'running' && takesCommands(shown);
    case 'resume':
      return (state === 'paused' && takesCommands(shown)) || canResume(state);
    case 'trainInMicroBatches':
      return state === 'failed' && shown.run.record.remedy !== undefined;
    case 'stop':
      return isLive(shown) && takesCommands(shown);
    case 'checkpoint':
      return (state === 'running' || state === 'paused') && takesCommands(shown);
    case 'cancel':
      return state === 'queued';
    case 'rename':
      return !isLive(shown) || takesCommands(shown);
    case 'delete':
      return !isLive(shown);
    case 'moveUp':
      return state === 'queued' && shown.queuePosition !== null && shown.queuePosition > 1;
    case 'moveDown':
      return state === 'queued' && shown.queuePosition !== null;
  }
}
