import { describe, expect, it, vi } from 'vitest';
import { epochsProblem, readEpochs } from '../../../extension/evaluations/trainingEpochs';

vi.mock('vscode', async () => await import('../fakeVscode'));

describe('epochs of training on labels', () => {
  it('are those of the paper where none are given', () => {
    expect(readEpochs('')).toBeNull();
    expect(readEpochs('  ')).toBeNull();
    expect(epochsProblem('')).toBeNull();
  });

  it('are whole, as many as the engine takes', () => {
    expect(readEpochs(' 12 ')).toBe(12);
    expect(readEpochs('10000')).toBe(10_000);
    for (const text of ['0', '-3', '2.5', '10001', '1e3', 'a few']) {
      expect(readEpochs(text)).toBeUndefined();
      expect(epochsProblem(text)).toBe(
        'Give a whole number from 1 to 10000, or nothing for the paper’s epochs',
      );
    }
  });
});
