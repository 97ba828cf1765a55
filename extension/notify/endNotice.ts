import { l10n } from 'vscode';
import type { RunRemedy } from '../../engine/runs/runRecord';
import { formatDuration } from '../format/formatDuration';
import { formatLoss, formatShare } from '../format/formatNumbers';
import { commandIds, type CommandId } from '../ids';
import type { ShownRun } from '../runs/shownRun';

/** A notification, and the commands that it offers for its run. */
export interface Notice {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
  readonly actions: readonly { readonly label: string; readonly command: CommandId }[];
}

/** What the user is told at the end of a run; null where it is what the user wanted. */
export function endNotice(shown: ShownRun): Notice | null {
  const { title, run } = shown;
  const open = { label: l10n.t('Open'), command: commandIds.openRun };
  switch (run.state) {
    case 'finished':
      return { severity: 'information', message: finished(shown), actions: [open] };
    case 'failed':
    case 'interrupted':
      if (run.record.remedy !== undefined) return tooLarge(shown, run.record.remedy);
      return {
        severity: 'error',
        message: l10n.t('{0} failed: {1}', title, sentence(run.record.reason ?? l10n.t('its process ended'))),
        actions: [
          { label: l10n.t('Show Log'), command: commandIds.openRunLog },
          { label: l10n.t('Resume'), command: commandIds.resumeRun },
          open,
        ],
      };
    default:
      return null;
  }
}

/** What the user is told where the memory does not suffice for a run: what it can begin with, and what that costs. */
function tooLarge({ title, run: { record } }: ShownRun, { microBatch }: RunRemedy): Notice {
  const cost = l10n.t(
    'In micro-batches the loss is still that of all {0} images; each step takes one more forward pass, and batch norm has its statistics from {1} images at a time.',
    record.config.batchSize,
    microBatch,
  );
  return {
    severity: 'error',
    message: `${l10n.t('{0} failed: {1}', title, sentence(record.reason ?? ''))} ${cost}`,
    actions: [
      { label: l10n.t('Train with micro-batch {0}', microBatch), command: commandIds.trainInMicroBatches },
      { label: l10n.t('Open'), command: commandIds.openRun },
    ],
  };
}

/** What the user is told when a run may be training for nothing. */
export function collapseNotice({ title }: ShownRun, message: string): Notice {
  return {
    severity: 'warning',
    message: `${title}: ${sentence(message)}`,
    actions: [
      { label: l10n.t('Open'), command: commandIds.openRun },
      { label: l10n.t('Stop'), command: commandIds.stopRun },
    ],
  };
}

function finished({ title, run: { record } }: ShownRun): string {
  const { summary, progress } = record;
  const probe = summary?.linear?.h ?? progress?.['probe.h'];
  if (probe !== undefined) return l10n.t('{0} finished: linear probe {1} on h.', title, formatShare(probe));
  const time = formatDuration(summary?.seconds ?? progress?.time ?? 0);
  const loss = summary?.lossEnd ?? progress?.loss;
  return loss === undefined
    ? l10n.t('{0} finished after {1}.', title, time)
    : l10n.t('{0} finished after {1}: loss {2}.', title, time, formatLoss(loss));
}

/** The first line of a message, with a full stop. */
function sentence(message: string): string {
  const [line = ''] = message.trim().split('\n');
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}
