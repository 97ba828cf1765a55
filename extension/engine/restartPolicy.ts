/** How often a process that crashes is started again: not any more after so many crashes within so much time. */
export interface RestartPolicy {
  readonly crashes: number;
  readonly withinMinutes: number;
}

/** Of every process that the extension starts. */
export const restartPolicy: RestartPolicy = { crashes: 3, withinMinutes: 5 };

/**
 * Whether a process that crashed at `crashTimes` may be started at `now`, in milliseconds of one clock. Crashes
 * longer ago than the policy looks back do not count.
 */
export function mayRestart(policy: RestartPolicy, crashTimes: readonly number[], now: number): boolean {
  const since = now - policy.withinMinutes * 60_000;
  return crashTimes.filter((time) => time > since).length < policy.crashes;
}
