/** Asks for drawings as they change: once a frame, one at a time, and of those that wait the newest alone. */
export class DrawQueue {
  private waiting: ReadonlySet<number> | 'all' | null = null;
  /** Number of the last request, and whether it is still to be answered. */
  private id = 0;
  private busy = false;
  private frame = 0;

  /** @param send asks for what there is to draw now; `cards` are those to draw alone, null for all. */
  constructor(private readonly send: (id: number, cards: ReadonlySet<number> | null) => void) {}

  /** Something has changed: one card's parameters, or (null) more than that. */
  request(card: number | null): void {
    const { waiting } = this;
    this.waiting = card === null || waiting === 'all' ? 'all' : new Set([...(waiting ?? []), card]);
    this.schedule();
  }

  /** A request was answered; returns whether it is the one that was waited for. */
  answered(id: number): boolean {
    if (!this.busy || id !== this.id) return false;
    this.busy = false;
    this.schedule();
    return true;
  }

  /** Forgets what was asked for: nobody will answer. */
  reset(): void {
    this.busy = false;
    this.waiting = null;
  }

  private schedule(): void {
    if (this.busy || this.waiting === null) return;
    this.frame ||= requestAnimationFrame(() => this.flush());
  }

  private flush(): void {
    this.frame = 0;
    const { waiting } = this;
    if (this.busy || waiting === null) return;
    this.waiting = null;
    this.busy = true;
    this.id++;
    this.send(this.id, waiting === 'all' ? null : waiting);
  }
}
