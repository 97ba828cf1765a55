import type { FeatureImage } from '../../extension/checkpointEditor/featureMapsMessages';

/** What a page remembers of itself, while it is hidden and over reloads of the window. */
export interface PageState {
  /** Modules that are folded, by their path. */
  readonly folded: readonly string[];
  /** Name of the chosen tensor; null where there is none. */
  readonly chosen: string | null;
  readonly search: string;
  /** The image that was sent through the encoder last, and the place of the one after it; null before the first. */
  readonly maps: { readonly image: FeatureImage; readonly next: number } | null;
  /** Lines of charts that are hidden. */
  readonly hiddenLines: readonly string[];
  /** Pixels from the top. */
  readonly scroll: number;
}

/** Reads what `getState` returned; what is not as expected is as in a new page. */
export function pageState(value: unknown): PageState {
  const field = (name: keyof PageState) => propertyOf(value, name);
  const texts = (list: unknown) =>
    Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
  const [chosen, search, scroll] = [field('chosen'), field('search'), field('scroll')];
  return {
    folded: texts(field('folded')),
    hiddenLines: texts(field('hiddenLines')),
    maps: mapsOf(field('maps')),
    chosen: typeof chosen === 'string' ? chosen : null,
    search: typeof search === 'string' ? search : '',
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}

function mapsOf(value: unknown): PageState['maps'] {
  const [image, next] = [propertyOf(value, 'image'), propertyOf(value, 'next')];
  const [index, path] = [propertyOf(image, 'index'), propertyOf(image, 'path')];
  if (!isPlace(next)) return null;
  if (typeof path === 'string' && path !== '') return { image: { path }, next };
  return isPlace(index) ? { image: { index }, next } : null;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
