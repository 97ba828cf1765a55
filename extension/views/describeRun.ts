import { l10n } from 'vscode';
import { formatCount, formatProgress, formatShare } from '../format/formatNumbers';
import { isLive, takesCommands } from '../commands/possibleActions';
import type { ShownRun } from '../runs/shownRun';
import { epochsDone, probeAccuracy, shareDone } from './runNumbers';
import { stateIcon, stateWord, type StateIcon } from './runState';

/** A run as a line of the tree. */
export interface RunLine extends StateIcon {
  readonly label: string;
  /** What stands behind the label, less bright. */
  readonly description: string;
  /** The whole line for a screen reader, which does not see the icon. */
  readonly spoken: string;
  /**
   * For `when` clauses of menus: `simclr.run.<state>`, with `.watched` behind it where the run takes no commands, and
   * `.next` where it cannot move up in the queue.
   */
  readonly contextValue: string;
}

/** Describes a run in one line: state by its icon, then how far it is and what its representation is worth. */
export function describeRun(shown: ShownRun): RunLine {
  const { title, run } = shown;
  const description = details(shown);
  const word = stateWord(run.state);
  return {
    ...stateIcon(run.state),
    label: title,
    description,
    spoken: description.startsWith(word) ? `${title}, ${description}` : `${title}, ${word}, ${description}`,
    contextValue: `simclr.run.${run.state}${peculiarity(shown)}`,
  };
}

function peculiarity(shown: ShownRun): string {
  if (isLive(shown) && !takesCommands(shown)) return '.watched';
  return shown.queuePosition === 1 ? '.next' : '';
}

function details(shown: ShownRun): string {
  const { state, record } = shown.run;
  switch (state) {
    case 'queued':
      return shown.queuePosition === null ? stateWord(state) : inQueue(shown.queuePosition);
    case 'preparing':
      return preparation(shown);
    case 'running':
      return join(place(shown), accuracy(shown));
    case 'paused':
      return join(stateWord(state), place(shown), accuracy(shown));
    case 'finished':
      return join(accuracy(shown), epochs(record.config.epochs));
    case 'stopped':
    case 'interrupted':
      return join(stateWord(state), formatProgress(shareDone(shown)), accuracy(shown));
    case 'failed':
      return record.reason === null ? stateWord(state) : l10n.t('failed: {0}', record.reason);
  }
}

/** 1 → "queued, next", 2 → "queued, 2nd". */
function inQueue(position: number): string {
  return position === 1 ? l10n.t('queued, next') : l10n.t('queued, {0}', ordinal(position));
}

function ordinal(number: number): string {
  const ending = ['st', 'nd', 'rd'][(number % 10) - 1];
  const teen = Math.floor(number / 10) % 10 === 1;
  return `${number}${teen || ending === undefined ? 'th' : ending}`;
}

function preparation({ phase }: ShownRun): string {
  if (phase === null) return l10n.t('preparing');
  const { done, total } = phase;
  const far = total > 0 ? formatProgress(done / total) : formatCount(done);
  switch (phase.phase) {
    case 'listing':
      return l10n.t('listing images, {0}', far);
    case 'decoding':
      return l10n.t('decoding images, {0}', far);
    case 'generating':
      return l10n.t('generating images, {0}', far);
    case 'compiling':
      return l10n.t('compiling for the GPU, {0}', far);
    case 'evaluating':
      return l10n.t('evaluating the untrained encoder');
  }
}

function place(shown: ShownRun): string {
  const { epochs: all } = shown.run.record.config;
  const epoch = l10n.t('epoch {0}/{1}', epochsDone(shown), all);
  return `${epoch} · ${formatProgress(shareDone(shown))}`;
}

function accuracy(shown: ShownRun): string {
  const share = probeAccuracy(shown);
  return share === null ? '' : `h ${formatShare(share)}`;
}

function epochs(count: number): string {
  return count === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', formatCount(count));
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
