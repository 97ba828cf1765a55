import type { Spread } from '../../extension/studyPanel/messages';

/** A number of a figure, without its unit: percentages from 0 to 100 with a decimal, others with three digits. */
export function formatMeasure(value: number, unit: 'percent' | 'number'): string {
  const text = unit === 'percent' ? value.toFixed(1) : String(Number(value.toPrecision(3)));
  return text.replace('-', '−');
}

/** "53.1 ± 0.4"; a single number has no deviation. */
export function formatSpread({ mean, deviation }: Spread, unit: 'percent' | 'number'): string {
  const number = formatMeasure(mean, unit);
  if (deviation === null) return number;
  // With the decimals of what it is a deviation from.
  const [, decimals = ''] = number.split('.');
  return `${number} ± ${deviation.toFixed(decimals.length)}`;
}
