/** How much of the past counts, in seconds of training: enough for an evaluation to show, little enough to follow. */
const memory = 60;

/** Steps a second of late, from where a run stood at different times. */
export class StepRate {
  private readonly marks: { readonly step: number; readonly time: number }[] = [];

  /** Notes that `step` steps were done after `time` seconds of training; one that stands still changes nothing. */
  mark(step: number, time: number): void {
    const last = this.marks.at(-1);
    if (last !== undefined && last.step === step) return;
    // A run that went on from a checkpoint: what was measured is of steps that are to be done again.
    if (last !== undefined && (step < last.step || time < last.time)) this.marks.length = 0;
    this.marks.push({ step, time });
    // One mark older than the memory stays, so that there is always something to compare with.
    while ((this.marks[1]?.time ?? Infinity) < time - memory) this.marks.shift();
  }

  /** null while there is nothing to go by. With one mark it is the average since the run's beginning. */
  get value(): number | null {
    const last = this.marks.at(-1);
    if (last === undefined) return null;
    const first = this.marks.length > 1 ? this.marks[0] : undefined;
    const steps = last.step - (first?.step ?? 0);
    const seconds = last.time - (first?.time ?? 0);
    return steps > 0 && seconds > 0 ? steps / seconds : null;
  }
}
