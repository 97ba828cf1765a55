import { describe, expect, it } from 'vitest';
import { philox4x32, PhiloxStream } from '../../../engine/random/philox';
import { streams } from '../../../engine/random/streams';

/** Counter, key and result of philox4x32 with 10 rounds, from the Random123 distribution's known-answer tests. */
const knownAnswers: [number[], [number, number], number[]][] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

describe('philox4x32', () => {
  it.each(knownAnswers)('gives the published answer for counter %j and key %j', (counter, key, answer) => {
    const block = Uint32Array.from(counter);
    philox4x32(block, key[0], key[1]);
    expect([...block]).toEqual(answer);
  });
});

describe('PhiloxStream', () => {
  it('is the sequence of blocks 0, 1, … under the key (seed, stream)', () => {
    const stream = new PhiloxStream(7, 8, 9);
    const expected: number[] = [];
    for (let i = 0; i < 3; i++) {
      const block = Uint32Array.of(i, 0, 9, 0);
      philox4x32(block, 7, 8);
      expected.push(...block);
    }
    expect(expected.map(() => stream.uint32())).toEqual(expected);
  });

  it('differs by seed, by stream and by index', () => {
    const firsts = [
      [1, 2, 3],
      [2, 2, 3],
      [1, 3, 3],
      [1, 2, 4],
    ].map(([seed = 0, stream = 0, index = 0]) => new PhiloxStream(seed, stream, index).uint32());
    expect(new Set(firsts).size).toBe(4);
  });

  it('draws uniform and normal numbers with the right moments', () => {
    const stream = new PhiloxStream(3, 1);
    const n = 100_000;
    let sum = 0;
    let squares = 0;
    let fourth = 0;
    let uniformSum = 0;
    let outside = 0;
    for (let i = 0; i < n; i++) {
      const x = stream.normal();
      sum += x;
      squares += x * x;
      fourth += x ** 4;
      const u = stream.uniform();
      if (u < 0 || u >= 1) outside++;
      uniformSum += u;
    }
    expect(outside).toBe(0);
    // Five standard errors each.
    expect(Math.abs(sum / n)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(squares / n - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(fourth / n - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    expect(Math.abs(uniformSum / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
  });

  it('makes permutations, each as likely', () => {
    const stream = new PhiloxStream(0, 1);
    const counts = new Map<string, number>();
    const n = 6000;
    for (let i = 0; i < n; i++) {
      const key = stream.permutation(3).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    for (const count of counts.values()) expect(Math.abs(count - n / 6)).toBeLessThan(5 * Math.sqrt(n / 6));
    expect([...stream.permutation(1000)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  });
});

describe('streams', () => {
  it('gives each use a number of its own', () => {
    const numbers = Object.values(streams);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
