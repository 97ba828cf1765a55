import type { FilterPictures } from '../../extension/checkpointEditor/messages';
import { formatCount } from '../../extension/format/formatNumbers';
import { element } from '../components/element';

/** Pixels on the screen of a filter's side, about, and most of a row. */
const sideOnScreen = 40;
const perRow = 24;

/** The filters of the first layer, as pictures side by side. */
export function filterSection({ name, width, height, shown, count, pixels }: FilterPictures): HTMLElement {
  const across = Math.min(shown, perRow);
  const down = Math.ceil(shown / across);
  const canvas = element('canvas', {
    class: 'filters',
    role: 'img',
    'aria-label': `${formatCount(shown)} filters of ${name}, ${width} × ${height} pixels each`,
    width: across * (width + 1) - 1,
    height: down * (height + 1) - 1,
  });
  const context = canvas.getContext('2d');
  for (let filter = 0; filter < shown; filter++) {
    const size = width * height * 4;
    const image = new ImageData(pixels.slice(filter * size, (filter + 1) * size), width, height);
    context?.putImageData(image, (filter % across) * (width + 1), Math.floor(filter / across) * (height + 1));
  }
  const zoom = Math.max(1, Math.round(sideOnScreen / Math.max(width, height)));
  canvas.style.width = `${zoom * canvas.width}px`;
  return element(
    'section',
    { class: 'box', 'aria-labelledby': 'filters-title' },
    element('h2', { id: 'filters-title' }, 'First-layer filters'),
    element(
      'p',
      { class: 'quiet' },
      `${name}: ${shown < count ? `the first ${formatCount(shown)} of ` : ''}${formatCount(count)} filters. Grey is zero; all are to one scale.`,
    ),
    canvas,
  );
}
