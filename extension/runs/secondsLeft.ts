import type { ShownRun } from './shownRun';

/**
 * Seconds to the last step, as it goes of late; null where the run is not training, or nobody can say yet.
 * @param step steps taken, where somebody knows better than the record, which is up to two seconds behind.
 */
export function secondsLeft({ stepsPerSecond, run }: ShownRun, step?: number): number | null {
  const { plan, progress } = run.record;
  const taken = step ?? progress?.step;
  if (
    run.state !== 'running' ||
    stepsPerSecond === null ||
    stepsPerSecond <= 0 ||
    plan === null ||
    taken === undefined
  )
    return null;
  return Math.max(0, plan.totalSteps - taken) / stepsPerSecond;
}
