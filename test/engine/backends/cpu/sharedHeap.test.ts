import { describe, expect, test } from 'vitest';
import { SharedHeap } from '../../../../engine/backends/cpu/sharedHeap';
import { UserError } from '../../../../engine/errors';
import { PhiloxStream } from '../../../../engine/random/philox';

describe('the shared heap', () => {
  test('blocks are aligned, do not overlap and keep slack behind them', () => {
    const heap = new SharedHeap();
    const random = new PhiloxStream(7, 999);
    const live = new Map<number, number>();
    for (let i = 0; i < 4000; i++) {
      const address = [...live.keys()][Math.floor(random.uniform() * live.size)];
      if (address !== undefined && random.uniform() < 0.5) {
        heap.release(address);
        live.delete(address);
      } else {
        const bytes = Math.ceil(random.uniform() ** 4 * 100_000) + 1;
        live.set(heap.allocate(bytes), bytes);
      }
    }
    const blocks = [...live].sort(([a], [b]) => a - b);
    blocks.forEach(([address, bytes], i) => {
      expect(address % 64).toBe(0);
      const next = blocks[i + 1]?.[0] ?? heap.memory.buffer.byteLength;
      expect(address + bytes + 64).toBeLessThanOrEqual(next);
    });
    for (const address of live.keys()) heap.release(address);
    expect(heap.usedBytes).toBe(0);
  });

  test('released neighbours join, so that a larger block fits in their place', () => {
    const heap = new SharedHeap();
    const [first = 0, second = 0, third = 0] = [1000, 1000, 1000].map((bytes) => heap.allocate(bytes));
    heap.allocate(64);
    for (const address of [first, third, second]) heap.release(address);
    expect(heap.allocate(3000)).toBe(first);
  });

  test('the same sequence of sizes gets the same blocks again', () => {
    const heap = new SharedHeap();
    const sizes = [4096, 64, 100_000, 12, 8192, 100_000];
    const step = () => {
      const blocks = sizes.map((bytes) => heap.allocate(bytes));
      for (const address of blocks) heap.release(address);
      return blocks;
    };
    const first = step();
    const bytes = heap.memory.buffer.byteLength;
    for (let i = 0; i < 50; i++) expect(step()).toEqual(first);
    expect(heap.memory.buffer.byteLength).toBe(bytes);
  });

  test('too large a block is refused with the remedy, and the heap stays usable', () => {
    const heap = new SharedHeap();
    expect(() => heap.allocate(5 * 2 ** 30)).toThrow(UserError);
    expect(() => heap.allocate(5 * 2 ** 30)).toThrow(/microBatch/);
    expect(heap.usedBytes).toBe(0);
    heap.release(heap.allocate(1024));
  });

  test('releasing what is not a block is an error', () => {
    const heap = new SharedHeap();
    const address = heap.allocate(100);
    heap.release(address);
    expect(() => {
      heap.release(address);
    }).toThrow(/no block/);
  });
});
