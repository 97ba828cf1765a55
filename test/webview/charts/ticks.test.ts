import { describe, expect, it } from 'vitest';
import { axisEnd, linearRange, logRange, timeTicks, wholeTicks } from '../../../webview/charts/ticks';

describe('linearRange', () => {
  it('takes in all values, with round ticks inside', () => {
    const { min, max, ticks } = linearRange(4.31, 5.53, 4);
    expect([min, max]).toEqual([4.3, 5.6]);
    expect(ticks.values).toEqual([4.5, 5, 5.5]);
  });

  it('stays the same while values change a little', () => {
    expect(linearRange(4.31, 5.53, 4)).toEqual(linearRange(4.35, 5.51, 4));
  });

  it('gives a single value some room', () => {
    const { min, max } = linearRange(5, 5, 4);
    expect(min).toBeLessThan(5);
    expect(max).toBeGreaterThan(5);
    expect(linearRange(0, 0, 4)).toMatchObject({ min: -1, max: 1 });
  });

  it('has exact tick values', () => {
    expect(linearRange(0, 0.5, 5).ticks.values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });
});

describe('logRange', () => {
  it('has decades, and what lies between where there is room', () => {
    expect(logRange(0.001, 90, 5).ticks.values).toEqual([0.001, 0.01, 0.1, 1, 10, 100]);
    expect(logRange(1, 80, 8).ticks.values).toEqual([1, 2, 5, 10, 20, 50]);
  });

  it('has linear ticks within a decade', () => {
    const { min, max, ticks } = logRange(4.3, 5.6, 3);
    expect([min, max]).toEqual([4, 6]);
    expect(ticks.values).toEqual([4, 5, 6]);
  });

  it('gives a single value some room', () => {
    const { min, max } = logRange(2, 2, 3);
    expect(min).toBeLessThan(2);
    expect(max).toBeGreaterThan(2);
  });
});

describe('x ticks', () => {
  it('are whole for steps and epochs', () => {
    expect(wholeTicks(0, 3, 8).values).toEqual([0, 1, 2, 3]);
    expect(wholeTicks(0, 60_000, 6).values).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  });

  it('are round in the units of time', () => {
    expect(timeTicks(0, 100, 6).values).toEqual([0, 30, 60, 90]);
    expect(timeTicks(0, 1000, 5).values).toEqual([0, 300, 600, 900]);
    expect(timeTicks(0, 3 * 86_400, 3).values).toEqual([0, 86_400, 172_800, 259_200]);
    expect(timeTicks(0, 2, 5).step).toBe(0.5);
  });

  it('are about as many as there is room for', () => {
    for (const end of [7, 90, 3000, 20_000, 200_000, 2_000_000]) {
      const { length } = timeTicks(0, end, 6).values;
      expect(length).toBeGreaterThanOrEqual(3);
      expect(length).toBeLessThanOrEqual(8);
    }
  });
});

describe('axisEnd', () => {
  it('leaves room to grow into, but not past the end of the run', () => {
    expect(axisEnd(11.3, 40, true)).toBe(12);
    expect(axisEnd(153.8, 256, true)).toBe(160);
    expect(axisEnd(39.5, 40, true)).toBe(40);
    expect(axisEnd(95, null, true)).toBe(100);
  });

  it('moves seldom', () => {
    const ends = new Set(Array.from({ length: 1000 }, (_, step) => axisEnd(1000 + step, 100_000, true)));
    expect(ends.size).toBeLessThan(9);
  });

  it('ends with the last point once the run has', () => {
    expect(axisEnd(11.3, 40, false)).toBe(11.3);
    expect(axisEnd(0, 40, false)).toBe(40);
    expect(axisEnd(0, null, true)).toBe(1);
  });
});
