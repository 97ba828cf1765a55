import { expect, test } from 'vitest';
import type { TensorLine } from '../../../extension/checkpointEditor/messages';
import { layerMoves, tensorMoves } from '../../../webview/checkpointEditor/moves';

const names = ['encoder.a.weight', 'encoder.a.bias', 'encoder.b.weight', 'encoder.c.weight', 'head.weight'];
const tensors = names.map((name): TensorLine => ({ name, type: 'F64', shape: [2], count: 2, bytes: 16 }));
const difference = (change: number | null, distance: number, norm: number) => ({
  ...{ change, distance, norm, cosine: null, skipped: 0 },
});
const found = [
  { index: 0, difference: difference(null, Infinity, Infinity) },
  { index: 1, difference: difference(0.5, 1, 2) },
  { index: 2, difference: difference(0.25, 1, 4) },
  { index: 3, difference: difference(null, 3, 0) },
  { index: 4, difference: difference(0.75, 3, 4) },
];
const encoder = new Set(['encoder'] as const);
const changes = (moves: ReturnType<typeof tensorMoves>) => moves.map(({ name, change }) => [name, change]);

test('tensors that came from zero moved the most, and of those too large to tell nothing is said', () => {
  expect(changes(tensorMoves(tensors, found, encoder))).toEqual([
    ['encoder.c.weight', 'from zero'],
    ['encoder.a.bias', 0.5],
    ['encoder.b.weight', 0.25],
    ['encoder.a.weight', null],
  ]);
});

test('a layer with such a tensor is one of them', () => {
  expect(changes(layerMoves(tensors, found, encoder))).toEqual([
    ['encoder.c', 'from zero'],
    ['encoder.b', 0.25],
    ['encoder.a', null],
  ]);
});
