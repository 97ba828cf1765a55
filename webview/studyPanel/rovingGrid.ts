/** Buttons of a row, by their columns; null where there is none. */
export type RovingRow = readonly (HTMLButtonElement | null)[];

/** Buttons in rows, of which Tab reaches one: arrow keys, Home and End move among them. */
export class RovingGrid {
  private rows: readonly RovingRow[] = [];

  /** @param node in which they are. */
  constructor(node: HTMLElement) {
    node.addEventListener('keydown', (event) => this.onKey(event));
  }

  /**
   * Takes these buttons in place of those before.
   * @param focused whether one stands where the focus was; it gets the focus again.
   */
  set(rows: readonly RovingRow[], focused: (button: HTMLButtonElement) => boolean): void {
    this.rows = rows;
    const all = this.all;
    const again = all.find(focused);
    for (const button of all) button.tabIndex = -1;
    const reached = again ?? all[0];
    if (reached !== undefined) reached.tabIndex = 0;
    again?.focus();
  }

  private get all(): HTMLButtonElement[] {
    return this.rows.flat().filter((button) => button !== null);
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.rows.findIndex((row) => row.some((button) => button === document.activeElement));
    const own = this.rows[at];
    if (own === undefined) return;
    const column = own.findIndex((button) => button === document.activeElement);
    const near = (row: RovingRow | undefined) => row?.[column] ?? row?.find((button) => button !== null);
    const targets: Readonly<Record<string, HTMLButtonElement | null | undefined>> = {
      ArrowLeft: own.slice(0, column).findLast((button) => button !== null),
      ArrowRight: own.slice(column + 1).find((button) => button !== null),
      ArrowUp: near(this.rows[at - 1]),
      ArrowDown: near(this.rows[at + 1]),
      Home: own.find((button) => button !== null),
      End: own.findLast((button) => button !== null),
    };
    if (!Object.hasOwn(targets, event.key)) return;
    event.preventDefault();
    const target = targets[event.key];
    if (target === null || target === undefined) return;
    for (const button of this.all) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  }
}
