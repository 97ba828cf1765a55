import { l10n } from 'vscode';
import type { RunFilter, RunOrder } from './orderRuns';
import { stateWord } from './runState';

/** An order in words, beside the view's title. */
export function orderText(order: RunOrder): string {
  switch (order) {
    case 'newest':
      return l10n.t('newest first');
    case 'name':
      return l10n.t('by name');
    case 'state':
      return l10n.t('by state');
    case 'accuracy':
      return l10n.t('by probe accuracy');
    case 'loss':
      return l10n.t('by loss');
  }
}

/** A filter in words. */
export function filterText({ text, state }: RunFilter): string {
  const words = text.trim() === '' ? [] : [l10n.t('“{0}”', text.trim())];
  return [...(state === null ? [] : [stateWord(state)]), ...words].join(', ');
}
