import type { Spread } from './statistics';

/** A number of a figure as text, without its unit: percentages from 0 to 100 with a decimal, others with three digits. */
export function measureText(value: number, unit: 'percent' | 'number'): string {
  return unit === 'percent' ? value.toFixed(1) : Number(value.toPrecision(3)).toString();
}

/** "53.1 ± 0.4", both with the same decimals; a single number has no deviation, and "–" stands for none. */
export function spreadText(spread: Spread | null, unit: 'percent' | 'number'): string {
  if (spread === null) return '–';
  const { mean, deviation } = spread;
  const text = measureText(mean, unit);
  if (deviation === null) return text;
  const decimals = /^-?\d+(?:\.(\d+))?$/.exec(text)?.[1]?.length ?? 0;
  return `${text} ± ${text.includes('e') ? measureText(deviation, unit) : deviation.toFixed(decimals)}`;
}
