/** Powers of ten that a double holds exactly, and each as a sum of two halves whose products are exact. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const splitter = 2 ** 27 + 1;
const upper = powers.map((power) => splitter * power - (splitter * power - power));
const lower = powers.map((power, exponent) => power - (upper[exponent] ?? 0));

const zero = 0x30;
const point = 0x2e;
const minus = 0x2d;
const plus = 0x2b;
const capitalE = 0x45;
const smallE = 0x65;

/**
 * Reads the JSON number at `at` in `bytes` into `out[index]`, without making a string or an object of it. The bytes
 * must end the number somehow: it looks one byte further than its last digit.
 * @returns the position behind it, or -1 where there is no number or one beyond this function's means (more than 18
 * significant digits, a very small or large exponent), which is left to `JSON.parse`.
 *
 * Numbers of at most 15 digits come out as `JSON.parse` has them, for their digits and the power of ten are exact.
 * Longer ones are divided with twice the precision of a double before the one rounding, so that they do too, short of
 * decimals that lie within some 2^-50 of the middle between two doubles, which are off by one unit in the last place.
 */
export function readDecimal(bytes: Uint8Array, at: number, out: Float64Array, index: number): number {
  const negative = bytes[at] === minus;
  if (negative) at++;
  // Nine digits fit a 32-bit integer: `leading` takes the first nine significant ones, `trailing` the next.
  let leading = 0;
  let trailing = 0;
  let digits = 0;
  let decimals = 0;
  let digit = (bytes[at] ?? 0) - zero;
  if (digit < 0 || digit > 9) return -1;
  const startsWithZero = digit === 0;
  const first = at;
  for (; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - zero) {
    if (digits < 9) leading = (leading * 10 + digit) | 0;
    else trailing = (trailing * 10 + digit) | 0;
    if (leading > 0 && ++digits > 18) return -1;
  }
  if (startsWithZero && at > first + 1) return -1;
  if (bytes[at] === point) {
    const start = ++at;
    digit = (bytes[at] ?? 0) - zero;
    for (; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - zero) {
      if (digits < 9) leading = (leading * 10 + digit) | 0;
      else trailing = (trailing * 10 + digit) | 0;
      if (leading > 0 && ++digits > 18) return -1;
    }
    decimals = at - start;
    if (decimals === 0) return -1;
  }
  if (bytes[at] === smallE || bytes[at] === capitalE) {
    at++;
    const sign = bytes[at] === minus ? -1 : 1;
    if (bytes[at] === minus || bytes[at] === plus) at++;
    const start = at;
    let exponent = 0;
    for (digit = (bytes[at] ?? 0) - zero; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - zero) {
      exponent = exponent * 10 + digit;
      if (exponent > 999) return -1;
    }
    if (at === start) return -1;
    decimals -= sign * exponent;
  }
  let value: number;
  if (digits <= 15) {
    if (decimals > 22 || decimals < -22) return -1;
    const whole = digits <= 9 ? leading : leading * (powers[digits - 9] ?? 0) + trailing;
    value = decimals >= 0 ? whole / (powers[decimals] ?? 0) : whole * (powers[-decimals] ?? 0);
  } else {
    if (decimals > 22 || decimals < 0) return -1;
    value = divideLong(leading, digits - 9, trailing, decimals);
  }
  out[index] = negative ? -value : value;
  return at;
}

/** (leading × 10^shift + trailing) / 10^decimals, in sums of two doubles as Dekker has them. */
function divideLong(leading: number, shift: number, trailing: number, decimals: number): number {
  const product = leading * (powers[shift] ?? 0);
  // Both factors are below 2^30, so that the halves of either are exact and so is what the product lost.
  const rest = productError(leading, shift, product) + trailing;
  const high = product + rest;
  const low = rest - (high - product);
  const quotient = high / (powers[decimals] ?? 0);
  const back = quotient * (powers[decimals] ?? 0);
  const remainder = high - back - productError(quotient, decimals, back) + low;
  return quotient + remainder / (powers[decimals] ?? 0);
}

/** What `product`, the rounded `factor` × 10^exponent, lacks of the true one. */
function productError(factor: number, exponent: number, product: number): number {
  const scaled = splitter * factor;
  const high = scaled - (scaled - factor);
  const low = factor - high;
  const powerHigh = upper[exponent] ?? 0;
  const powerLow = lower[exponent] ?? 0;
  return high * powerHigh - product + high * powerLow + low * powerHigh + low * powerLow;
}
