/** What `Throughput.take` reports. */
export interface ThroughputReading {
  readonly viewsPerSecond: number;
  /** Share of the time, 0 to 1, in which the trainer waited for views. */
  readonly dataWait: number;
}

/** Views a second, and the time spent waiting for them; evaluations and checkpoints do not count. */
export class Throughput {
  private views = 0;
  private seconds = 0;
  private waited = 0;
  /** All steps but the first, which waits for the loader's threads to start; null before it. */
  private total: { seconds: number; waited: number } | null = null;

  /** Adds a step; `waited` is the part of `seconds` before its views were there. */
  add(views: number, seconds: number, waited: number): void {
    this.views += views;
    this.seconds += seconds;
    this.waited += waited;
    this.total = this.total
      ? { seconds: this.total.seconds + seconds, waited: this.total.waited + waited }
      : { seconds: 0, waited: 0 };
  }

  /** The figures since the last call. */
  take(): ThroughputReading {
    const { views, seconds, waited } = this;
    this.views = 0;
    this.seconds = 0;
    this.waited = 0;
    return { viewsPerSecond: views / seconds, dataWait: waited / seconds };
  }

  /** Share of the time spent waiting since the beginning, but for the first step. */
  get totalDataWait(): number {
    return this.total && this.total.seconds > 0 ? this.total.waited / this.total.seconds : 0;
  }
}
