import type { Run } from '../runs/readRun';
import { formatCount, formatDuration } from './formatNumbers';

/** "step 1,200 of 7,020, epoch 6.84 of 40, 3 min 02 s of training". */
export function describeProgress({ progress, plan, config }: Run['record']): string {
  if (progress === null) return 'no step yet';
  const steps = plan === null ? '' : ` of ${formatCount(plan.totalSteps)}`;
  const epoch = Number(progress.epoch.toFixed(2));
  return `step ${formatCount(progress.step)}${steps}, epoch ${epoch} of ${config.epochs}, ${formatDuration(progress.time)} of training`;
}

/** Why a run is in its state; null where there is nothing to say. */
export function describeReason({ state, record }: Run): string | null {
  return state === 'interrupted' ? 'its process ended without a word' : record.reason;
}
