import { expect, it } from 'vitest';
import { moduleTree, treeRows } from '../../../webview/checkpointEditor/moduleTree';
import { treeMove } from '../../../webview/checkpointEditor/treeMoves';

const nodes = moduleTree(['encoder.conv1.weight', 'encoder.conv1.bias', 'encoder.fc', 'head.a', 'head.b']);
// encoder, conv1, weight, bias, fc, head (folded).
const rows = treeRows(nodes, new Set(['\nhead']), null);
const place = { rows, page: 3, searched: false };

it.each([
  ['ArrowDown', 1, { to: 2 }],
  ['PageDown', 1, { to: 4 }],
  ['PageUp', 4, { to: 1 }],
  ['Home', 4, { to: 0 }],
  ['End', 0, { to: 5 }],
  // Into an open module, out of it, and to where a row belongs whatever lies between.
  ['ArrowRight', 0, { to: 1 }],
  ['ArrowLeft', 3, { to: 1 }],
  ['ArrowLeft', 4, { to: 0 }],
  ['ArrowLeft', 0, { fold: true }],
  ['ArrowRight', 5, { fold: false }],
  ['Enter', 5, { fold: false }],
  ['Enter', 0, { fold: true }],
  // Keys of the tree that find nothing to do are not the page's either; others are.
  ['Enter', 2, null],
  ['ArrowRight', 2, null],
  ['f', 2, undefined],
  ['Tab', 2, undefined],
])('%s on row %i is %j', (key, at, move) => {
  expect(treeMove(key, { ...place, at })).toEqual(move);
});

it('folds nothing of what was searched for', () => {
  expect(treeMove('ArrowLeft', { ...place, at: 1, searched: true })).toEqual({ to: 0 });
});
