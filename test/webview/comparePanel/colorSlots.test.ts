import { describe, expect, it } from 'vitest';
import { assignSlots } from '../../../webview/comparePanel/colorSlots';
import { runStyle } from '../../../webview/comparePanel/runStyle';

const names = (count: number) => Array.from({ length: count }, (_, index) => `run ${index}`);

describe('the places of runs among the colours', () => {
  it('are given in the order in which runs come', () => {
    expect(assignSlots({}, ['a', 'b', 'c'])).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('stay whatever comes, goes, or is sorted', () => {
    const first = assignSlots({}, ['a', 'b', 'c']);
    const without = assignSlots(first, ['c', 'b']);
    const more = assignSlots(without, ['d', 'c', 'b', 'e']);
    expect(more).toMatchObject({ b: 1, c: 2 });
    const back = assignSlots(more, ['a', 'e', 'd', 'c', 'b']);
    expect(back).toEqual({ a: 0, b: 1, c: 2, d: 3, e: 4 });
  });

  it('are taken over from a run that left, rather than that two share a colour', () => {
    const eight = assignSlots({}, names(8));
    const rest = names(8).slice(2);
    const next = assignSlots(eight, [...rest, 'new']);
    expect(next['new']).toBe(0);
    for (const name of rest) expect(next[name]).toBe(eight[name]);
    expect(next['run 1']).toBe(1);
    expect(next['run 0']).toBeUndefined();
  });

  it('go on behind the last colour where all runs are there', () => {
    expect(Object.values(assignSlots({}, names(11)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('the look of runs', () => {
  const looks = (count: number, byShape: boolean) =>
    Array.from({ length: count }, (_, slot) => runStyle(slot, byShape));

  it('is another colour for each of eight, solid', () => {
    expect(new Set(looks(8, false).map(({ color }) => color)).size).toBe(8);
    expect(looks(8, false).every(({ dash }) => dash.length === 0)).toBe(true);
  });

  it('is another line for each of fifty', () => {
    const lines = looks(50, false).map(({ color, dash }) => `${color} ${dash.join()}`);
    expect(new Set(lines).size).toBe(50);
  });

  it('differs in shape from the first on in high contrast', () => {
    const shapes = looks(7, true).map(({ dash }) => dash.join());
    expect(new Set(shapes).size).toBe(7);
  });
});
