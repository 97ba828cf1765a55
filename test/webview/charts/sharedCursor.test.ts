import { beforeEach, describe, expect, it } from 'vitest';
import { SeriesStore } from '../../../webview/charts/seriesStore';
import { SharedCursor } from '../../../webview/charts/sharedCursor';
import { seriesPart } from './series';
import { specOf } from './specOf';

const loss = specOf('loss');

describe('the cursor', () => {
  const moves: (number | null)[] = [];
  const hidden = new Set<string>();
  let cursor: SharedCursor;

  beforeEach(() => {
    moves.length = 0;
    hidden.clear();
    const store = new SeriesStore();
    const steps = Array.from({ length: 50 }, (_, index) => 2 * index);
    store.merge('loss', seriesPart(0, steps, steps));
    store.merge('contrastiveAccuracy', seriesPart(0, [0, 30], [0, 1]));
    cursor = new SharedCursor(store, {
      xAxis: () => 'step',
      isHidden: (_, key) => hidden.has(key),
      onMove: (x) => moves.push(x),
    });
  });

  it('stands at points, and tells only of moves', () => {
    cursor.point(loss, 20.7);
    cursor.point(loss, 20.9);
    cursor.point(loss, 21.2);
    cursor.point(loss, null);
    expect(moves).toEqual([20, 22, null]);
  });

  it('is moved by keys and says where it is', () => {
    expect(cursor.press(loss, 'ArrowLeft')).toBe('epoch 9.8 · step 98 · 49 s');
    expect(cursor.press(loss, 'ArrowLeft')).toBe('epoch 9.6 · step 96 · 48 s');
    cursor.press(loss, 'PageUp');
    cursor.press(loss, 'Home');
    cursor.press(loss, 'ArrowLeft');
    cursor.press(loss, 'ArrowRight');
    cursor.press(loss, 'End');
    cursor.press(loss, 'Escape');
    expect(moves).toEqual([98, 96, 86, 0, 2, 98, null]);
  });

  it('leaves other keys alone', () => {
    expect(cursor.press(loss, 'a')).toBeNull();
    expect(moves).toEqual([]);
  });

  it('steps over the points of the first line that is shown', () => {
    hidden.add('loss');
    cursor.point(loss, 20.7);
    expect(moves).toEqual([30]);
  });
});
