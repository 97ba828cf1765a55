/** What a page remembers of itself, while it is hidden and over reloads of the window. */
export interface PageState {
  /** Modules that are folded, by their path. */
  readonly folded: readonly string[];
  /** Name of the chosen tensor; null where there is none. */
  readonly chosen: string | null;
  readonly search: string;
  /** Lines of charts that are hidden. */
  readonly hiddenLines: readonly string[];
  /** Pixels from the top. */
  readonly scroll: number;
}

/** Reads what `getState` returned; what is not as expected is as in a new page. */
export function pageState(value: unknown): PageState {
  const field = (name: keyof PageState): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const texts = (list: unknown) =>
    Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
  const [chosen, search, scroll] = [field('chosen'), field('search'), field('scroll')];
  return {
    folded: texts(field('folded')),
    hiddenLines: texts(field('hiddenLines')),
    chosen: typeof chosen === 'string' ? chosen : null,
    search: typeof search === 'string' ? search : '',
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}
