import { svgElement } from '../components/element';
import type { SeriesSpec } from './chartSpec';
import { markerPath } from './markerPath';

/** A piece of a line as it is drawn, in the colour of the text around it. */
export function lineSwatch(dash: readonly number[], marker: SeriesSpec['marker']): SVGElement {
  const swatch = svgElement(
    'svg',
    { class: 'swatch', width: 22, height: 10, viewBox: '0 0 22 10', 'aria-hidden': 'true' },
    svgElement('path', {
      d: 'M0 5H22',
      stroke: 'currentColor',
      'stroke-width': 2,
      'stroke-dasharray': dash.length === 0 ? undefined : dash.join(' '),
    }),
  );
  if (marker !== null) {
    swatch.append(svgElement('path', { d: markerPath(marker, 11, 5, 3), fill: 'currentColor' }));
  }
  return swatch;
}
