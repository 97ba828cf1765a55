import { isPossible } from '../commands/possibleActions';
import { commandIds, type CommandId } from '../ids';
import type { ShownRun } from '../runs/shownRun';
import type { RunAction } from './messages';

/** The command behind each button; it takes the run's folder. */
export const actionCommands: Readonly<Record<RunAction, CommandId>> = {
  pause: commandIds.pauseRun,
  resume: commandIds.resumeRun,
  trainInMicroBatches: commandIds.trainInMicroBatches,
  stop: commandIds.stopRun,
  checkpoint: commandIds.checkpointRun,
  openConfig: commandIds.openRunConfig,
  openLog: commandIds.openRunLog,
  reveal: commandIds.revealRun,
  duplicate: commandIds.duplicateRun,
  embeddings: commandIds.openEmbeddings,
};

/** The buttons that can be pressed now. Stopping a queued run takes it out of the queue. */
export function possibleActions(shown: ShownRun): RunAction[] {
  const onRun: RunAction[] = [];
  if (isPossible('pause', shown)) onRun.push('pause');
  if (isPossible('resume', shown)) onRun.push('resume');
  if (isPossible('trainInMicroBatches', shown)) onRun.push('trainInMicroBatches');
  if (isPossible('stop', shown) || isPossible('cancel', shown)) onRun.push('stop');
  if (isPossible('checkpoint', shown)) onRun.push('checkpoint');
  return [...onRun, 'openConfig', 'openLog', 'reveal', 'duplicate', 'embeddings'];
}
