import { l10n } from 'vscode';
import type { ShownRun } from '../runs/shownRun';
import { stateWord } from '../views/runState';
import { isLive, takesCommands, type RunActionName } from './possibleActions';

/** Says that there is no run for which the action is possible. */
export function nonePossible(action: RunActionName): string {
  switch (action) {
    case 'pause':
      return l10n.t('No run is training that could be paused from here.');
    case 'resume':
      return l10n.t('No run is paused, stopped, interrupted or failed: there is nothing to resume.');
    case 'trainInMicroBatches':
      return l10n.t('No run was refused for want of memory.');
    case 'stop':
      return l10n.t('No run is at work or queued that could be stopped from here.');
    case 'checkpoint':
      return l10n.t('No run is training that could write a checkpoint.');
    case 'cancel':
    case 'moveUp':
    case 'moveDown':
      return l10n.t('No run is queued.');
    case 'rename':
      return l10n.t('There is no run that could be renamed from here.');
    case 'delete':
      return l10n.t('There is no run that has ended: stop a run before deleting it.');
  }
}

/** Says why the action is not possible for this run. */
export function notPossible(action: RunActionName, shown: ShownRun): string {
  const { title } = shown;
  const word = stateWord(shown.run.state);
  if (isLive(shown) && !takesCommands(shown) && action !== 'delete') {
    return l10n.t(
      '“{0}” belongs to a terminal or another machine ({1}): tell it there.',
      title,
      shown.run.record.host,
    );
  }
  switch (action) {
    case 'pause':
      return l10n.t('“{0}” is {1}: only a run that trains can be paused.', title, word);
    case 'resume':
      return l10n.t('“{0}” is {1}: there is nothing to resume.', title, word);
    case 'trainInMicroBatches':
      return l10n.t('“{0}” was not refused for want of memory: it is {1}.', title, word);
    case 'stop':
      return l10n.t('“{0}” is {1}: there is nothing to stop.', title, word);
    case 'checkpoint':
      return l10n.t('“{0}” is {1}: only a run that trains or is paused writes checkpoints.', title, word);
    case 'cancel':
      return l10n.t('“{0}” is {1}, not queued.', title, word);
    case 'moveUp':
    case 'moveDown':
      return shown.queuePosition === null
        ? l10n.t('“{0}” is {1}, not queued.', title, word)
        : l10n.t('“{0}” is the next in the queue already.', title);
    case 'rename':
      return l10n.t('“{0}” cannot be renamed now.', title);
    case 'delete':
      return l10n.t('“{0}” is {1}: stop it before deleting it.', title, word);
  }
}

/** What the list of runs asks. */
export function askWhich(action: RunActionName): string {
  switch (action) {
    case 'pause':
      return l10n.t('Run to pause');
    case 'resume':
      return l10n.t('Run to resume');
    case 'trainInMicroBatches':
      return l10n.t('Run to train in micro-batches');
    case 'stop':
      return l10n.t('Run to stop');
    case 'checkpoint':
      return l10n.t('Run that writes a checkpoint now');
    case 'cancel':
      return l10n.t('Run to take out of the queue');
    case 'moveUp':
    case 'moveDown':
      return l10n.t('Run to move in the queue');
    case 'rename':
      return l10n.t('Run to rename');
    case 'delete':
      return l10n.t('Run to delete');
  }
}
