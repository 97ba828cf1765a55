import type { RunView } from '../../extension/runPanel/messages';
import type { IconName } from '../components/iconNames.mjs';
import { formatOrdinal } from '../format/formatOrdinal';

/** How the state of a run looks and reads; the same icons as in the tree of experiments. */
export interface StateFace {
  readonly icon: IconName;
  readonly text: string;
}

/** The face of a run's state. */
export function stateFace({ state, queuePosition }: Pick<RunView, 'state' | 'queuePosition'>): StateFace {
  switch (state) {
    case 'queued': {
      const place =
        queuePosition === null ? '' : queuePosition === 1 ? ', next' : `, ${formatOrdinal(queuePosition)}`;
      return { icon: 'clock', text: `Queued${place}` };
    }
    case 'preparing':
      return { icon: 'loading', text: 'Preparing' };
    case 'running':
      return { icon: 'sync', text: 'Training' };
    case 'paused':
      return { icon: 'debug-pause', text: 'Paused' };
    case 'finished':
      return { icon: 'pass', text: 'Finished' };
    case 'stopped':
      return { icon: 'circle-slash', text: 'Stopped' };
    case 'failed':
      return { icon: 'error', text: 'Failed' };
    case 'interrupted':
      return { icon: 'warning', text: 'Interrupted' };
  }
}
