import { expect, test } from 'vitest';
import type { Lane, QueueEntry } from '../../../engine/runs/runQueue';
import { moveInLane, queuePositions } from '../../../extension/runs/queuePositions';

const queue = (text: string): QueueEntry[] =>
  text.split(' ').map((id) => {
    const lane: Lane = id.startsWith('g') ? 'webgpu' : 'cpu';
    return { id, lane, addedAt: '2026-01-01T00:00:00.000Z' };
  });
const moved = (text: string, id: string, places: number) =>
  moveInLane(queue(text), id, places)
    .map((entry) => entry.id)
    .join(' ');

test('each device has a queue of its own', () => {
  expect([...queuePositions(queue('c1 g1 c2 c3 g2'))]).toEqual([
    ['c1', 1],
    ['g1', 1],
    ['c2', 2],
    ['c3', 3],
    ['g2', 2],
  ]);
});

test('a run moves among those of its device, as far as there is room', () => {
  expect(moved('c1 g1 c2 c3', 'c3', -1)).toBe('c1 g1 c3 c2');
  expect(moved('c1 g1 c2 c3', 'c3', -2)).toBe('c3 g1 c1 c2');
  expect(moved('c1 g1 c2 c3', 'c1', 9)).toBe('c2 g1 c3 c1');
  expect(moved('c1 g1 c2 c3', 'g1', -1)).toBe('c1 g1 c2 c3');
  expect(moved('c1 c2', 'gone', 1)).toBe('c1 c2');
});
