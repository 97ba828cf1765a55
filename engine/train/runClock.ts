/** Seconds of training: those before this process, and those since its first step, pauses left out. */
export class RunClock {
  private startedAt: number | null = performance.now();

  /** Starts at once. */
  constructor(private earlierSeconds: number) {}

  get seconds(): number {
    const since = this.startedAt === null ? 0 : performance.now() - this.startedAt;
    return this.earlierSeconds + since / 1000;
  }

  hold(): void {
    this.earlierSeconds = this.seconds;
    this.startedAt = null;
  }

  goOn(): void {
    this.startedAt ??= performance.now();
  }
}
