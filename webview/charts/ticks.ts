/** Places on an axis, rising, and their distance. */
export interface Ticks {
  readonly values: readonly number[];
  readonly step: number;
}

const tenths = [1, 2, 2.5, 5, 10];
/** 1 s to 12 h. */
const roundSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200];

/** The nice number from `ladder` × powers of ten that is at least `value`. */
function niceAtLeast(value: number, ladder: readonly number[]): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const mantissa = value / power;
  // A hair of tolerance: 0.3 / 0.1 is a little below 3.
  return power * (ladder.find((step) => step >= mantissa * (1 - 1e-9)) ?? 10);
}

/** Round numbers within `min` to `max`, about `count` of them. */
export function linearTicks(min: number, max: number, count: number): Ticks {
  return between(min, max, niceAtLeast((max - min) / Math.max(1, count), tenths));
}

/** Whole numbers only, as epochs and steps are. */
export function wholeTicks(min: number, max: number, count: number): Ticks {
  const step = niceAtLeast((max - min) / Math.max(1, count), [1, 2, 5, 10]);
  return between(min, max, Math.max(1, step));
}

/** Seconds, at places that are round in seconds, minutes, hours or days. */
export function timeTicks(min: number, max: number, count: number): Ticks {
  const rough = (max - min) / Math.max(1, count);
  const round = roundSeconds.find((each) => each >= rough) ?? 86_400 * niceAtLeast(rough / 86_400, tenths);
  return between(min, max, rough < 1 ? niceAtLeast(rough, tenths) : round);
}

/** Places on a logarithmic axis; where it covers less than a decade, those of a linear one. */
function logTicks(min: number, max: number, count: number): Ticks {
  const decades = Math.log10(max / min);
  if (decades < 1) return linearTicks(min, max, count);
  const ladder = decades * 3 <= count + 1 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power += every) {
    for (const digit of ladder) {
      const value = digit * 10 ** power;
      if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9)) values.push(value);
    }
  }
  return { values, step: 0 };
}

/** 3 × 0.1 is not 0.3. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

function between(min: number, max: number, step: number): Ticks {
  const values: number[] = [];
  const first = Math.ceil(min / step - 1e-6);
  const last = Math.floor(max / step + 1e-6);
  for (let index = first; index <= last; index++) {
    values.push(round(index * step));
  }
  return { values, step };
}

/** Ends of an axis and the ticks on it. */
export interface AxisRange {
  readonly min: number;
  readonly max: number;
  readonly ticks: Ticks;
}

/** A linear axis around `low` to `high`. It ends at a fifth of a tick's distance, so that it moves seldom. */
export function linearRange(low: number, high: number, count: number): AxisRange {
  if (high <= low) {
    const margin = low === 0 ? 1 : Math.abs(low) * 0.1;
    return linearRange(low - margin, high + margin, count);
  }
  const step = niceAtLeast((high - low) / Math.max(1, count), tenths);
  const min = round((Math.floor((low / step) * 5 + 1e-6) * step) / 5);
  const max = round((Math.ceil((high / step) * 5 - 1e-6) * step) / 5);
  return { min, max, ticks: between(min, max, step) };
}

/** A logarithmic axis around `low` to `high`, both positive. */
export function logRange(low: number, high: number, count: number): AxisRange {
  const ladder = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const power = 10 ** Math.floor(Math.log10(low));
  const start = round(power * (ladder.findLast((step) => step * power <= low * (1 + 1e-9)) ?? 1));
  const end = round(niceAtLeast(high, ladder));
  const [min, max] = end > start ? [start, end] : [start / 2, end * 2];
  return { min, max, ticks: logTicks(min, max, count) };
}

/**
 * End of an x axis that starts at 0: some way past the last point while the run is live, so that the curve grows
 * to the right instead of being squeezed by every new point, and never past `limit`.
 */
export function axisEnd(last: number, limit: number | null, live: boolean): number {
  if (last <= 0) return limit ?? 1;
  if (!live) return last;
  const end = niceAtLeast(
    last,
    [1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.6, 4, 4.5, 5, 6, 7, 8, 9, 10],
  );
  return limit === null ? end : Math.max(last, Math.min(limit, end));
}
