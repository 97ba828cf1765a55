import { expect, it } from 'vitest';
import { panelState } from '../../../webview/runPanel/panelState';

it('comes back as it was stored', () => {
  const state = { folder: '/runs/a', open: { log: false }, hiddenLines: ['probe/knn.h'], scroll: 120 };
  expect(panelState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

it('takes what it can of a state from elsewhere', () => {
  expect(panelState(undefined)).toEqual({ folder: null, open: {}, hiddenLines: [], scroll: 0 });
  expect(panelState({ folder: 3, open: { log: 'yes' }, hiddenLines: [1, 'a'], scroll: -4 })).toEqual({
    folder: null,
    open: {},
    hiddenLines: ['a'],
    scroll: 0,
  });
});
