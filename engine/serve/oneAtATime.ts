/** Lets pieces of work that would be in each other's way, such as those on the one backend of a process, wait for another. */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  /** Does `work` when all that was given before has ended, well or badly. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work, work);
    this.last = done.catch(() => undefined);
    return done;
  }
}
