import { formatShare } from '../../extension/format/formatNumbers';

/**
 * What a metric is measured in:
 * - share: 0 to 1, shown in percent
 * - loss: a number with two decimals
 * - number: a number of any size with three significant digits
 * - rate: something a second, as a whole number
 */
export type Unit = 'share' | 'loss' | 'number' | 'rate';

/** A value in few digits, as a legend shows it; `null` → "–". */
export function formatValue(unit: Unit, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  switch (unit) {
    case 'share':
      return formatShare(value);
    case 'loss':
      return Math.abs(value) >= 1e5 ? exponential(value, 2) : minus(value.toFixed(2));
    case 'rate':
      return value < 9.95 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
    case 'number':
      return significant(value, 3);
  }
}

/** A value with the digits that a table has room for. */
export function formatExactly(unit: Unit, value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(2)} %`;
    case 'loss':
      return minus(value.toFixed(4));
    case 'rate':
      return formatValue(unit, value);
    case 'number':
      return significant(value, 4);
  }
}

/** Labels of an axis: as many decimals as `step`, the distance of two ticks, calls for. */
export function formatTick(unit: Unit, value: number, step: number): string {
  if (unit === 'share') return `${minus((value * 100).toFixed(decimals(step * 100)))} %`;
  const size = Math.max(Math.abs(value), step);
  if (value !== 0 && (size >= 1e6 || size < 1e-3)) return exponential(value, 2);
  if (Math.abs(value) >= 10_000) return `${Number((value / 1000).toPrecision(3))} k`;
  return step >= 1 && Math.abs(value) >= 1000
    ? minus(value.toLocaleString('en-US'))
    : minus(value.toFixed(decimals(step)));
}

function decimals(step: number): number {
  if (step <= 0) return 0;
  // 0.25 needs two decimals although its power of ten has one.
  for (let digits = 0; digits < 6; digits++) {
    const scaled = step * 10 ** digits;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return digits;
  }
  return 6;
}

function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return exponential(value, digits);
  if (size >= 1000) return minus(Math.round(value).toLocaleString('en-US'));
  // Below a hundredth the zeros in front are width enough.
  return minus(size < 0.01 ? String(Number(value.toPrecision(digits))) : value.toPrecision(digits));
}

/** 0.000512 → "5.12e−4", 1e-4 → "1e−4". */
function exponential(value: number, digits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${minus(short)}e${minus(exponent.replace('+', ''))}`;
}

/** A minus sign as wide as a plus instead of a hyphen; what rounds to zero has none. */
function minus(text: string): string {
  return text.replace(/^-(?=[0.,]*$)/, '').replace('-', '−');
}
