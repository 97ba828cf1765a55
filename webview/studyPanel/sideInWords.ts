import type { FigureData } from '../../extension/studyPanel/messages';
import type { FigureSide } from './figureSide';
import { formatSpread } from './formatMeasure';

/** One side of a figure in words: every number that it has. */
export function sideInWords(
  { title, series, x, unit }: FigureData,
  { values, title: side }: FigureSide,
): string {
  const lines = series.map(({ name }, row) => {
    const numbers = (values[row] ?? []).flatMap((value, place) =>
      value === null ? [] : [`${x[place]?.name ?? ''} ${formatSpread(value, x[place]?.unit ?? unit)}`],
    );
    return `${name === '' ? '' : `${name}: `}${numbers.join(', ') || 'no numbers yet'}`;
  });
  return `${title}, ${side}. ${lines.join('; ')}`;
}
