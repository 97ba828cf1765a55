import type { FigureData, Spread } from '../../extension/studyPanel/messages';
import { element } from '../components/element';
import type { FigureSide } from './figureSide';
import { formatMeasure, formatSpread } from './formatMeasure';
import type { PointButtons } from './pointButtons';

/**
 * A heat map as a table: squares with their numbers, the stronger their colour the larger; averages of the rows stand apart.
 * @param buttons by which squares open their runs; null where they lead nowhere.
 */
export function heatTable(
  { x, series, unit, xLabel, seriesLabel, title }: FigureData,
  side: FigureSide,
  buttons: PointButtons | null,
): HTMLElement {
  const known = side.values.flat().flatMap((value) => (value === null ? [] : [value.mean]));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const square = (value: Spread | null, name: string, row: number, place: number): HTMLElement => {
    const text = value === null ? '–' : formatMeasure(value.mean, unit);
    const content = buttons?.make(row, place, text) ?? text;
    if (value === null) return element('td', { class: `${name} none` }, content);
    const spoken =
      value.deviation === null ? undefined : `${formatSpread(value, unit)}, ${value.count} seeds`;
    const cell = element('td', { class: name, title: spoken }, content);
    const share = high > low ? Math.min(1, Math.max(0, (value.mean - low) / (high - low))) : 0.5;
    cell.style.setProperty('--share', share.toFixed(3));
    return cell;
  };
  const column = (text: string) => element('th', { scope: 'col' }, element('span', {}, text));
  return element(
    'div',
    // What has buttons in it is scrolled by them.
    {
      class: 'heat-scroll',
      tabindex: buttons === null ? 0 : undefined,
      role: 'region',
      'aria-label': `${title}, ${side.title}`,
    },
    element(
      'table',
      { class: 'heat' },
      element('caption', { class: 'visually-hidden' }, `${title}, ${side.title}`),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element(
            'td',
            { class: 'axis' },
            [seriesLabel, xLabel].filter((label) => label !== '').join(' \\ '),
          ),
          ...x.map(({ name }) => column(name)),
          ...(side.averages === null ? [] : [column('Average')]),
        ),
      ),
      element(
        'tbody',
        {},
        ...series.map(({ name }, row) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, name),
            ...(side.values[row] ?? []).map((value, place) => square(value, 'square', row, place)),
            ...(side.averages === null
              ? []
              : [square(side.averages[row] ?? null, 'square average', row, x.length)]),
          ),
        ),
      ),
    ),
  );
}
