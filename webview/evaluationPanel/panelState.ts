/** What a page remembers of itself, over reloads of its page and of the window. */
export interface PanelState {
  /** Of the evaluation; null until it has been named. */
  readonly path: string | null;
  /** Parts that the user has folded away or opened, by name. */
  readonly open: Readonly<Record<string, boolean>>;
  /** Pixels from the top. */
  readonly scroll: number;
}

/** Reads what `getState` returned; what is not as expected is as in a new panel. */
export function panelState(value: unknown): PanelState {
  const field = (name: keyof PanelState): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const [path, open, scroll] = [field('path'), field('open'), field('scroll')];
  return {
    path: typeof path === 'string' ? path : null,
    open:
      typeof open === 'object' && open !== null
        ? Object.fromEntries(
            Object.entries(open).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
          )
        : {},
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}
