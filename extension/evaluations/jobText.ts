import { l10n } from 'vscode';
import { formatProgress } from '../format/formatNumbers';
import type { JobState } from './evaluationJobs';

/** What an engine is busy with, in words; it may have phases that this table does not know. */
const phases: Readonly<Record<string, string>> = {
  listing: l10n.t('looking for images'),
  decoding: l10n.t('decoding images'),
  generating: l10n.t('generating images'),
  warmingUp: l10n.t('warming up the GPU: minutes the first time on a new one'),
  embedding: l10n.t('embedding images'),
  fitting: l10n.t('fitting classifiers'),
  comparing: l10n.t('comparing colours'),
  training: l10n.t('training on labels'),
};

/** How an evaluation stands, in words: "embedding images, 34 %". */
export function jobText(state: JobState): string {
  if (state.kind === 'waiting') return l10n.t('waiting for another evaluation');
  const { progress } = state;
  if (progress === null) return l10n.t('starting the engine');
  const phase = phases[progress.phase] ?? progress.phase;
  return progress.total > 0 ? `${phase}, ${formatProgress(progress.done / progress.total)}` : phase;
}
