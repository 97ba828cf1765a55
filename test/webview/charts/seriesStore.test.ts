import { expect, it } from 'vitest';
import { SeriesStore } from '../../../webview/charts/seriesStore';
import { seriesPart } from './series';

it('replaces what comes after the first index of a part', () => {
  const store = new SeriesStore();
  expect(store.merge('loss', seriesPart(0, [1, 2, 3], [5, 4, 3]))).toBe(0);
  expect(store.merge('loss', seriesPart(2, [3, 4, 5], [3.5, 2, 1]))).toBe(2);
  const series = store.get('loss');
  expect([...(series?.step ?? [])]).toEqual([1, 2, 3, 4, 5]);
  expect([...(series?.value ?? [])]).toEqual([5, 4, 3.5, 2, 1]);
  expect([...(series?.epoch ?? [])]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
});

it('can become shorter', () => {
  const store = new SeriesStore();
  store.merge('loss', seriesPart(0, [1, 2, 3, 4], [5, 4, 3, 2]));
  store.merge('loss', seriesPart(1, [3], [3]));
  expect([...(store.get('loss')?.value ?? [])]).toEqual([5, 3]);
  store.merge('loss', seriesPart(0, [], []));
  expect(store.get('loss')?.value).toHaveLength(0);
});

it('joins smoothed points, and drops them where smoothing was switched off', () => {
  const store = new SeriesStore();
  store.merge('loss', seriesPart(0, [1, 2], [5, 4], [5, 4.5]));
  store.merge('loss', seriesPart(2, [3], [3], [4]));
  expect([...(store.get('loss')?.smooth ?? [])]).toEqual([5, 4.5, 4]);
  store.merge('loss', seriesPart(0, [1, 2, 3], [5, 4, 3]));
  expect(store.get('loss')?.smooth).toHaveLength(0);
});

it('knows where the longest series ends on each axis', () => {
  const store = new SeriesStore();
  expect(store.end('step')).toBe(0);
  store.merge('loss', seriesPart(0, [1, 20], [5, 4]));
  store.merge('knn.h', seriesPart(0, [0, 10], [0.1, 0.2]));
  expect([store.end('step'), store.end('epoch'), store.end('time')]).toEqual([20, 2, 10]);
});
