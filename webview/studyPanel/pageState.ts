/** What a page remembers of itself, over reloads of its page and of the window. */
export interface PageState {
  /** Of the study; null until it has been told. */
  readonly name: string | null;
  readonly size: string | null;
  /** Titles of figures whose numbers are open. */
  readonly open: readonly string[];
  /** Pixels from the top. */
  readonly scroll: number;
}

/** Reads what `getState` returned; what is not as expected is as in a new panel. */
export function pageState(value: unknown): PageState {
  const field = (name: keyof PageState): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const [name, size, open, scroll] = [field('name'), field('size'), field('open'), field('scroll')];
  return {
    name: typeof name === 'string' ? name : null,
    size: typeof size === 'string' ? size : null,
    open: Array.isArray(open) ? open.filter((title) => typeof title === 'string') : [],
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}
