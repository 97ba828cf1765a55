/** How long the past counts, in milliseconds: long enough for an evaluation to show, short enough to follow a change. */
const memory = 60_000;

/** Estimates the time to the end of a run from how its steps have gone lately. */
export class TimeLeft {
  private readonly marks: { readonly at: number; readonly step: number }[] = [];

  constructor(private readonly totalSteps: number) {}

  /** Notes that `step` steps are done at the time `at` (milliseconds of any steady clock). */
  mark(step: number, at: number): void {
    this.marks.push({ at, step });
    // One mark older than the memory stays, so that there is always something to compare with.
    while ((this.marks[1]?.at ?? Infinity) < at - memory) this.marks.shift();
  }

  /** Seconds to the end, or null before two steps have been seen. */
  seconds(): number | null {
    const [first] = this.marks;
    const last = this.marks.at(-1);
    if (first === undefined || last === undefined || last.step === first.step) return null;
    const perStep = (last.at - first.at) / (last.step - first.step) / 1000;
    return perStep * (this.totalSteps - last.step);
  }
}
