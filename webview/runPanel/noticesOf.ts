import type { RunAction, RunView } from '../../extension/runPanel/messages';

/** Something that wants attention, with what can be done about it. */
export interface Notice {
  readonly kind: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly actions: readonly RunAction[];
}

/** Why the run has ended, and what spoils its result. */
export function noticesOf(view: RunView): Notice[] {
  const { state, reason } = view;
  const list: Notice[] = [];
  const broken = state === 'failed' || state === 'interrupted';
  if (broken) {
    list.push({
      kind: state === 'failed' ? 'error' : 'warning',
      text: sentence(reason ?? 'the run ended and left no reason'),
      actions: (['trainInMicroBatches', 'resume', 'openLog'] as const).filter((action) =>
        view.actions.includes(action),
      ),
    });
  } else if (reason !== null) list.push({ kind: 'info', text: sentence(reason), actions: [] });
  for (const { message } of view.warnings) list.push({ kind: 'warning', text: message, actions: [] });
  return list;
}

/** A reason as the engine gives it, for it to stand alone. */
function sentence(reason: string): string {
  const text = reason.charAt(0).toUpperCase() + reason.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
