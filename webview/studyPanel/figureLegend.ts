import type { FigureData } from '../../extension/studyPanel/messages';
import { lineSwatch } from '../charts/lineSwatch';
import type { Palette } from '../charts/palette';
import { element } from '../components/element';
import { barFill } from './barFill';
import { seriesStyle } from './seriesStyle';

/** The series of a figure with how they are drawn; null where there is one alone. */
export function figureLegend(
  { series, type, seriesLabel }: FigureData,
  palette: Palette,
): HTMLElement | null {
  if (series.length < 2 || type === 'heatmap' || type === 'table') return null;
  return element(
    'ul',
    { class: 'figure-legend', 'aria-label': seriesLabel || 'Legend' },
    ...series.map(({ name }, index) => {
      const { color, dash, marker, stripes } = seriesStyle(index);
      if (type === 'lines') {
        const swatch = lineSwatch(dash, marker);
        swatch.style.color = palette.line[color];
        return element('li', {}, swatch, name);
      }
      const swatch = element('canvas', { width: 24, height: 20, 'aria-hidden': 'true' });
      const context = swatch.getContext('2d');
      if (context !== null) {
        context.fillStyle = barFill(palette.line[color], palette.background, stripes);
        context.fillRect(0, 0, 24, 20);
      }
      return element('li', {}, swatch, name);
    }),
  );
}
