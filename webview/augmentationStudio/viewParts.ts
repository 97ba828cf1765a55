import type { StudioAsk } from '../../extension/augmentationStudio/messages';
import type { Views } from './viewSheet';

/** The views of a drawing, by what they are. */
export interface ViewParts {
  readonly image: Views;
  readonly views: Views;
  /** Two for each pair. */
  readonly pairs: Views;
  /** `aloneViews` for each of the transformations that were asked for. */
  readonly alone: Views;
  /** Three without and three with colour distortion; none where they were not asked for. */
  readonly crops: Views;
}

/** Takes a drawing apart, in the order in which the engine put it together. */
export function viewParts(
  ask: Pick<StudioAsk, 'views' | 'pairs' | 'alone' | 'aloneViews' | 'histograms'>,
  side: number,
  pixels: Uint8Array,
): ViewParts {
  let at = 0;
  const take = (count: number): Views => {
    const bytes = count * side * side * 3;
    const part = { pixels: pixels.subarray(at, at + bytes), side };
    at += bytes;
    return part;
  };
  return {
    image: take(1),
    views: take(ask.views),
    pairs: take(2 * ask.pairs),
    alone: take(ask.alone.length * ask.aloneViews),
    crops: take(ask.histograms ? 6 : 0),
  };
}
