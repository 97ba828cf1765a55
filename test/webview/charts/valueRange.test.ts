import { describe, expect, it } from 'vitest';
import { valueRange } from '../../../webview/charts/valueRange';

const points = (...values: readonly number[]) => values.map((y, x) => ({ x, y }));
const share = { title: '', unit: 'share', low: 0, high: 0.06, lowest: 0, highest: 1 } as const;

describe('the y axis', () => {
  it('takes in every list, spikes included', () => {
    const { min, max } = valueRange({ title: '', unit: 'loss' }, [points(4.4, 5), points(4.2, 9)], false, 4);
    expect(min).toBeLessThanOrEqual(4.2);
    expect(max).toBeGreaterThanOrEqual(9);
  });

  it('does not make much of noise near nothing', () => {
    expect(valueRange(share, [points(0.0001, 0.0004)], false, 3)).toMatchObject({ min: 0, max: 0.06 });
  });

  it('does not go past what is possible', () => {
    expect(valueRange(share, [points(0.02, 0.996)], false, 3)).toMatchObject({ min: 0, max: 1 });
  });

  it('leaves out what a logarithmic axis cannot show', () => {
    const { min, max } = valueRange(share, [points(0, 0.001, 0.3)], true, 3);
    expect([min, max]).toEqual([0.001, 0.3]);
  });

  it('leaves out what was not a number', () => {
    expect(valueRange(share, [points(NaN, 0.2)], false, 3)).toMatchObject({ min: 0, max: 0.2 });
  });

  it('is there without points', () => {
    expect(valueRange(share, [], false, 3)).toMatchObject({ min: 0, max: 0.06 });
    expect(valueRange(share, [], true, 3).max).toBeGreaterThan(0);
  });
});
