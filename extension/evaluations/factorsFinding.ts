import { l10n } from 'vscode';
import { lossThreshold, type FactorResult } from '../../engine/runs/evaluationRecord';
import { formatShare } from '../format/formatNumbers';

/** Losses that a sentence names. */
const named = 3;

/** What the head threw away, the most lost first; null where nothing else was looked for. */
export function factorsFinding(factors: readonly FactorResult[]): string | null {
  if (factors.length === 0) return null;
  const lost = factors.filter(({ h, z }) => h - z > lossThreshold).sort((a, b) => b.h - b.z - (a.h - a.z));
  if (lost.length === 0) return l10n.t('z keeps what h knows besides.');
  const list = lost
    .slice(0, named)
    .map(({ name, h, z }) => `${name} (${formatShare(h).replace(' %', '')} → ${formatShare(z)})`)
    .join(', ');
  const more = lost.length - named;
  return more > 0 ? l10n.t('z lost {0} and {1} more.', list, more) : l10n.t('z lost {0}.', list);
}
