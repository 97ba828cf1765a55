/** Seconds of training: those before this process, and those since its first step. */
export class RunClock {
  private readonly startedAt = performance.now();

  /** Starts at once. */
  constructor(private readonly earlierSeconds: number) {}

  get seconds(): number {
    return this.earlierSeconds + (performance.now() - this.startedAt) / 1000;
  }
}
