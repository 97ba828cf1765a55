/** Milliseconds without a change after which what was sent for speed is asked for again as it is. */
const restPause = 150;

/** Asks for drawings as they change: once a frame, one at a time, and of those that wait the newest alone. */
export class DrawQueue {
  private waiting: ReadonlySet<number> | 'all' | null = null;
  /** Number of the last request, and whether it is still to be answered. */
  private id = 0;
  private busy = false;
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param send asks for what there is to draw now; `cards` are those to draw alone, null for all. `exact` is set once
   * nothing changes any more: until then views may be sent in fewer bytes.
   */
  constructor(
    private readonly send: (id: number, cards: ReadonlySet<number> | null, exact: boolean) => void,
  ) {}

  /** Something has changed: one card's parameters, or (null) more than that. */
  request(card: number | null): void {
    const { waiting } = this;
    clearTimeout(this.rest);
    this.waiting = card === null || waiting === 'all' ? 'all' : new Set([...(waiting ?? []), card]);
    this.schedule();
  }

  /** Whether it is this request's answer that is waited for. */
  isAwaited(id: number): boolean {
    return this.busy && id === this.id;
  }

  /** The request that was waited for was answered; `final` where there is no need to ask again. */
  answered(final: boolean): void {
    this.busy = false;
    clearTimeout(this.rest);
    if (this.waiting !== null) this.schedule();
    else if (!final) this.rest = setTimeout(() => this.ask(null, true), restPause);
  }

  /** Forgets what was asked for: nobody will answer. */
  reset(): void {
    clearTimeout(this.rest);
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
    this.ask(waiting === 'all' ? null : waiting, false);
  }

  private ask(cards: ReadonlySet<number> | null, exact: boolean): void {
    this.busy = true;
    this.id++;
    this.send(this.id, cards, exact);
  }
}
