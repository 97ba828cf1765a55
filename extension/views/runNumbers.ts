import type { ShownRun } from '../runs/shownRun';

/** Accuracy of the linear probe on h: that of the evaluation at the end, else the latest; null without labels or yet. */
export function probeAccuracy({ run: { record } }: ShownRun): number | null {
  return record.summary?.linear?.h ?? record.progress?.['probe.h'] ?? null;
}

/** Mean loss of the last steps of a run that has ended, else the latest loss; null before the first step. */
export function latestLoss({ run: { record } }: ShownRun): number | null {
  return record.summary?.lossEnd ?? record.progress?.loss ?? null;
}

/** Share of the steps that are done, 0 to 1; 0 before the first. */
export function shareDone({ run: { record } }: ShownRun): number {
  const { progress, plan, config } = record;
  if (progress === null) return 0;
  return Math.min(1, plan === null ? progress.epoch / config.epochs : progress.step / plan.totalSteps);
}

/** Epochs that are done. */
export function epochsDone({ run: { record } }: ShownRun): number {
  return Math.floor(record.progress?.epoch ?? 0);
}
