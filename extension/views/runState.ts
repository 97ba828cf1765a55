import { l10n } from 'vscode';
import type { ShownState } from '../../engine/runs/readRun';

/** How a state looks in a list: a codicon and a colour of the theme, null for that of the text. */
export interface StateIcon {
  readonly icon: string;
  readonly color: string | null;
}

const icons: Readonly<Record<ShownState, StateIcon>> = {
  queued: { icon: 'clock', color: null },
  preparing: { icon: 'loading~spin', color: 'charts.blue' },
  running: { icon: 'sync~spin', color: 'charts.blue' },
  paused: { icon: 'debug-pause', color: 'charts.yellow' },
  finished: { icon: 'pass', color: 'charts.green' },
  stopped: { icon: 'circle-slash', color: 'disabledForeground' },
  failed: { icon: 'error', color: 'list.errorForeground' },
  interrupted: { icon: 'warning', color: 'list.warningForeground' },
};

/** The icon of a state. */
export function stateIcon(state: ShownState): StateIcon {
  return icons[state];
}

/** A state in one word, as within a sentence. */
export function stateWord(state: ShownState): string {
  switch (state) {
    case 'queued':
      return l10n.t('queued');
    case 'preparing':
      return l10n.t('preparing');
    case 'running':
      return l10n.t('training');
    case 'paused':
      return l10n.t('paused');
    case 'finished':
      return l10n.t('finished');
    case 'stopped':
      return l10n.t('stopped');
    case 'failed':
      return l10n.t('failed');
    case 'interrupted':
      return l10n.t('interrupted');
  }
}
