import type { ShownRun } from './shownRun';

/** Seconds to the last step, as it goes of late; null where the run is not training, or nobody can say yet. */
export function secondsLeft({ stepsPerSecond, run: { record } }: ShownRun): number | null {
  const { plan, progress } = record;
  if (stepsPerSecond === null || stepsPerSecond <= 0 || plan === null || progress === null) return null;
  return Math.max(0, plan.totalSteps - progress.step) / stepsPerSecond;
}
