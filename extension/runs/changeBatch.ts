import type { Disposable } from 'vscode';

/** Least time from one report to the next, in milliseconds. */
const spacing = 250;

/** Gathers names of what changed and reports them together, at once at first and then some four times a second. */
export class ChangeBatch implements Disposable {
  private names = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private reportedAt = -Infinity;

  constructor(private readonly report: (names: ReadonlySet<string>) => void) {}

  /** Adds names; with none, there is something to report all the same. */
  add(names: Iterable<string>): void {
    for (const name of names) this.names.add(name);
    const wait = Math.max(0, this.reportedAt + spacing - performance.now());
    this.timer ??= setTimeout(() => this.flush(), wait);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private flush(): void {
    const { names } = this;
    this.names = new Set();
    this.timer = undefined;
    this.reportedAt = performance.now();
    this.report(names);
  }
}
