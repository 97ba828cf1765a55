import type { StageMaps } from '../../extension/checkpointEditor/featureMapsMessages';
import { formatCount, formatShare } from '../../extension/format/formatNumbers';
import { element } from '../components/element';
import { gridStep } from '../components/gridStep';
import { formatValue } from '../format/formatValue';
import { greyPicture } from './mapPictures';

/** Pixels of the screen for a map. */
const room = 64;

/** What a stage is called on screen, and under which name its weights are in the tree. */
export function stageTitle(name: string): string {
  const group = /^layer(\d+)$/.exec(name)?.[1];
  return group === undefined ? 'Stem' : `Residual blocks ${group} (layer${group})`;
}

/** What a map is of, and its numbers. */
export function mapText({ maps }: StageMaps<Uint8Array>, place: number): string {
  const { channel, mean, max } = maps[place] ?? { channel: 0, mean: 0, max: 0 };
  return max === 0
    ? `channel ${channel}: no activation`
    : `channel ${channel}: mean ${formatValue('number', mean)}, largest ${formatValue('number', max)}`;
}

/**
 * What one stage makes of the image: its numbers, and its maps side by side; arrow keys go from one to the next.
 * @param onLook told of the map that the pointer or the focus is on.
 */
export function stageRow(stage: StageMaps<Uint8Array>, onLook: (place: number) => void): HTMLElement {
  const tiles = stage.maps.map((_, place) =>
    element(
      'div',
      {
        ...{ class: 'map', role: 'img', tabindex: place === 0 ? 0 : -1, title: mapText(stage, place) },
        'aria-label': mapText(stage, place),
      },
      greyPicture(stage.pixels, place, stage.shownSide, room),
    ),
  );
  const grid = element(
    'div',
    { class: 'maps', role: 'group', 'aria-label': `${stageTitle(stage.name)}, maps of ${shownText(stage)}` },
    ...tiles,
  );
  tiles.forEach((tile, place) => {
    tile.addEventListener('pointerenter', () => onLook(place));
    tile.addEventListener('focus', () => {
      tiles.forEach((other) => (other.tabIndex = other === tile ? 0 : -1));
      onLook(place);
    });
    tile.addEventListener('keydown', (event) => {
      const next = gridStep(event.key, place, tiles);
      if (next === null) return;
      event.preventDefault();
      tiles[next]?.focus();
    });
  });
  const size = `${formatCount(stage.side)} × ${formatCount(stage.side)}, ${formatCount(stage.channels)} channels`;
  return element(
    'li',
    { class: 'stage' },
    element('h3', {}, stageTitle(stage.name), element('span', { class: 'stage-size' }, size)),
    element('p', { class: 'quiet' }, summary(stage)),
    grid,
  );
}

function summary(stage: StageMaps<Uint8Array>): string {
  const { zeros, mean, max, channels, maps } = stage;
  const numbers = `${formatShare(zeros)} of the activations are zero; mean ${formatValue('number', mean)}, largest ${formatValue('number', max)}.`;
  return channels > maps.length ? `${numbers} Shown are the ${shownText(stage)}.` : numbers;
}

function shownText({ channels, maps }: StageMaps<Uint8Array>): string {
  return channels > maps.length
    ? `${maps.length} strongest of ${formatCount(channels)} channels`
    : `all ${formatCount(channels)} channels, the strongest first`;
}
