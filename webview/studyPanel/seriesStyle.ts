import type { Marker } from '../charts/chartSpec';
import { runColors, type ColorRole } from '../charts/palette';

/** How a series is told from the others: by hue, and by something else for those who do not go by hue. */
export interface SeriesStyle {
  readonly color: ColorRole;
  readonly marker: Marker;
  readonly dash: readonly number[];
  /** Of its bars. */
  readonly stripes: 'none' | 'rising' | 'falling' | 'level';
}

const markers: readonly Marker[] = ['circle', 'rectRot', 'triangle'];
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2]];
const stripes: readonly SeriesStyle['stripes'][] = ['none', 'rising', 'falling', 'level'];

/** The style of the series in this place. */
export function seriesStyle(index: number): SeriesStyle {
  return {
    color: runColors[index % runColors.length] ?? 'run0',
    marker: markers[index % markers.length] ?? 'circle',
    dash: dashes[index % dashes.length] ?? [],
    stripes: stripes[index % stripes.length] ?? 'none',
  };
}
