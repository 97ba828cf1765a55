import { describe, expect, it, vi } from 'vitest';
import { readShares, sharesProblem, suggestedShares } from '../../../extension/evaluations/labelShares';

vi.mock('vscode', async () => await import('../fakeVscode'));

describe('shares of the labels', () => {
  it('are suggested as the paper has them, as far as each class gets a label', () => {
    expect(suggestedShares({ labels: 50_000, classes: 10 })).toBe('1, 10, 100');
    expect(suggestedShares({ labels: 256, classes: 4 })).toBe('2, 10, 100');
    expect(suggestedShares({ labels: 40, classes: 10 })).toBe('25, 100');
    expect(suggestedShares({ labels: 5, classes: 10 })).toBe('100');
    for (const labels of [40, 150, 199, 256, 50_000]) {
      const count = { labels, classes: 10 };
      expect(sharesProblem(suggestedShares(count), count)).toBeNull();
    }
  });

  it('are read as people write them', () => {
    expect(readShares('1, 10,100')).toEqual([0.01, 0.1, 1]);
    expect(readShares(' 50 % 2.5% 2.5 ')).toEqual([0.025, 0.5]);
    for (const text of ['', 'ten', '0', '-1', '101', '10, x', 'Infinity'])
      expect(readShares(text)).toBeNull();
  });

  it('are refused with what would do', () => {
    expect(sharesProblem('0, 5', { labels: 256, classes: 4 })).toMatch(/^Give numbers above 0/);
    expect(sharesProblem('1, 10', { labels: 256, classes: 4 })).toBe(
      '1 % of 256 labels is less than one for each of the 4 classes: ask for 2 % or more',
    );
  });
});
