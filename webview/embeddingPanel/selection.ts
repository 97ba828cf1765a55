/** Which images are selected, by their names: the same in both plots, the table and the thumbnails, and at every step. */
export class Selection {
  private chosen: ReadonlySet<string> = new Set();
  private readonly listeners = new Set<() => void>();

  get ids(): ReadonlySet<string> {
    return this.chosen;
  }

  get size(): number {
    return this.chosen.size;
  }

  has(id: string): boolean {
    return this.chosen.has(id);
  }

  /** Replaces the selection, or adds to it. */
  set(ids: Iterable<string>, add = false): void {
    this.chosen = add ? new Set([...this.chosen, ...ids]) : new Set(ids);
    for (const listener of this.listeners) listener();
  }

  /** Takes an image in, or out. */
  toggle(id: string): void {
    const next = new Set(this.chosen);
    if (!next.delete(id)) next.add(id);
    this.set(next);
  }

  clear(): void {
    if (this.chosen.size > 0) this.set([]);
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }
}
