import { describe, expect, it } from 'vitest';
import { coreSplits, splitBy } from '../../../engine/executors/splitCores';

describe('ways to split the cores', () => {
  it.each([
    [1, 99, [[1, 1]]],
    [
      2,
      99,
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      8,
      99,
      [
        [1, 8],
        [2, 4],
        [8, 1],
      ],
    ],
    [
      16,
      99,
      [
        [1, 16],
        [4, 4],
        [16, 1],
      ],
    ],
    // Fewer runs than cores: each has more of them.
    [
      16,
      6,
      [
        [1, 16],
        [4, 4],
        [6, 2],
      ],
    ],
    [
      16,
      3,
      [
        [1, 16],
        [3, 5],
      ],
    ],
    [16, 1, [[1, 16]]],
  ] as const)('%i cores, at most %i runs at a time', (cores, most, expected) => {
    expect(coreSplits(cores, most).map(({ workers, threads }) => [workers, threads])).toEqual(expected);
  });

  it('leaves each run a thread where more are asked for than there are cores', () => {
    expect(splitBy(2, 5)).toEqual({ workers: 5, threads: 1 });
  });
});
