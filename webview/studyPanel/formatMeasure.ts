import type { Spread } from '../../extension/studyPanel/messages';
import { formatValue } from '../format/formatValue';

/** A number of a figure, without its unit: percentages from 0 to 100 with a decimal, others with three digits. */
export function formatMeasure(value: number, unit: 'percent' | 'number'): string {
  return unit === 'percent' ? value.toFixed(1).replace('-', '−') : formatValue('number', value);
}

/** "53.1 ± 0.4", both with the same decimals; a single number has no deviation. */
export function formatSpread({ mean, deviation }: Spread, unit: 'percent' | 'number'): string {
  const number = formatMeasure(mean, unit);
  if (deviation === null) return number;
  const decimals = /^[−\d,]+(?:\.(\d+))?$/.exec(number)?.[1]?.length;
  return `${number} ± ${decimals === undefined ? formatMeasure(deviation, unit) : deviation.toFixed(decimals)}`;
}
