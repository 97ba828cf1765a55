import type { Marker, SeriesSpec } from '../charts/chartSpec';
import { runColors } from '../charts/palette';

/** How a run's lines and points look in every chart. */
export type RunStyle = Pick<SeriesSpec, 'color' | 'dash'> & { readonly marker: Marker };

/** Lines of the first round of colours are solid. */
const dashes: readonly (readonly number[])[] = [
  [],
  [5, 3],
  [2, 3],
  [9, 3, 2, 3],
  [14, 4],
  [3, 6],
  [12, 3, 2, 3, 2, 3],
];
const markers: readonly Marker[] = ['circle', 'rectRot', 'triangle'];

/**
 * The look of the run that has place `slot` among the colours.
 * @param byShape whether the first ones differ in dashes and markers too, for high contrast.
 */
export function runStyle(slot: number, byShape: boolean): RunStyle {
  const round = Math.floor(slot / runColors.length);
  const shape = byShape ? slot : round;
  return {
    color: runColors[slot % runColors.length] ?? 'run0',
    dash: dashes[shape % dashes.length] ?? [],
    // Shifted at every turn of the dashes, so that the two repeat together as late as can be.
    marker: markers[(shape + Math.floor(shape / dashes.length)) % markers.length] ?? 'circle',
  };
}
