import { describe, expect, it } from 'vitest';
import { formatExactly, formatTick, formatValue } from '../../../webview/format/formatValue';

describe('formatValue', () => {
  it('writes few digits with the unit', () => {
    expect(formatValue('share', 0.6123)).toBe('61.2 %');
    expect(formatValue('loss', 4.8712)).toBe('4.87');
    expect(formatValue('rate', 1239.6)).toBe('1,240');
    expect(formatValue('rate', 0.84)).toBe('0.8');
    expect(formatValue('number', 0.42137)).toBe('0.421');
    expect(formatValue('number', 38.64)).toBe('38.6');
    expect(formatValue('number', 1234.5)).toBe('1,235');
  });

  it('writes small numbers short', () => {
    expect(formatValue('number', 0.002)).toBe('0.002');
    expect(formatValue('number', 0.000512)).toBe('5.12e−4');
    expect(formatValue('number', 0.0001)).toBe('1e−4');
    expect(formatValue('number', 0)).toBe('0');
  });

  it('uses a minus sign, and none before zero', () => {
    expect(formatValue('number', -2.474)).toBe('−2.47');
    expect(formatValue('loss', -0.001)).toBe('0.00');
  });

  it('writes a dash for what was not measured', () => {
    expect(formatValue('share', null)).toBe('–');
    expect(formatValue('loss', undefined)).toBe('–');
    expect(formatExactly('loss', NaN)).toBe('–');
  });
});

describe('formatExactly', () => {
  it('has more digits for a table', () => {
    expect(formatExactly('share', 0.61234)).toBe('61.23 %');
    expect(formatExactly('loss', 4.87123)).toBe('4.8712');
    expect(formatExactly('number', 0.421371)).toBe('0.4214');
  });
});

describe('formatTick', () => {
  it('has as many decimals as the distance of the ticks', () => {
    expect(formatTick('loss', 4.5, 0.5)).toBe('4.5');
    expect(formatTick('loss', 5, 0.25)).toBe('5.00');
    expect(formatTick('share', 0.2, 0.1)).toBe('20 %');
    expect(formatTick('share', 0.025, 0.005)).toBe('2.5 %');
    expect(formatTick('number', -2, 1)).toBe('−2');
  });

  it('writes large and tiny ones short', () => {
    expect(formatTick('number', 2000, 1000)).toBe('2,000');
    expect(formatTick('number', 60_000, 20_000)).toBe('60 k');
    expect(formatTick('number', 0.0005, 0.0005)).toBe('5e−4');
  });
});
