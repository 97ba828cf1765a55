import { describe, expect, it } from 'vitest';
import { alignDigits } from '../../../webview/comparePanel/alignDigits';
import { emptyReason } from '../../../webview/comparePanel/compareCharts';
import { newRow } from '../../../webview/comparePanel/comparedRow';
import { compareState } from '../../../webview/comparePanel/compareState';
import { differencesOf } from '../../../webview/comparePanel/differencesOf';
import { distinctTitles } from '../../../webview/comparePanel/distinctTitles';
import { comparedRow } from './comparedRows';

describe('digits of a column', () => {
  it('stand under one another by their decimal points', () => {
    const [digit, point] = ['\u2007', '\u2008'];
    expect(alignDigits(['0.25', '1', '0.5', '', 'auto'])).toEqual([
      '0.25',
      `1${point}${digit}${digit}`,
      `0.5${digit}`,
      '',
      'auto',
    ]);
    expect(alignDigits(['12', '3'])).toEqual(['12', '3']);
    expect(alignDigits(['5 %', '12.5 %'])).toEqual([`5${point}${digit} %`, '12.5 %']);
  });
});

describe('differences of two configurations', () => {
  it('are the fields with other values, those that one has not with a dash', () => {
    const a = comparedRow('a', { batchSize: 128, augment: { transforms: [{ type: 'crop' }] } });
    const b = comparedRow('b', { batchSize: 256, augment: { transforms: [{ type: 'flip', p: 0.3 }] } });
    expect(differencesOf(a, b).filter(([path]) => !path.startsWith('augment.crop'))).toEqual([
      ['augment.transforms', 'crop', 'flip'],
      ['batchSize', '128', '256'],
      ['augment.flip.p', '–', '0.3'],
    ]);
    expect(differencesOf(a, a)).toEqual([]);
  });
});

describe('names of runs', () => {
  it('have the time behind where several have the same', () => {
    const twice = { ...comparedRow('a'), folder: '/runs/2026-11-24T08-00-00_a' };
    const titles = distinctTitles([comparedRow('a'), twice, comparedRow('b')]);
    expect([...titles.values()]).toEqual(['a (2026-11-23 18-04-05)', 'a (2026-11-24 08-00-00)', 'b']);
  });
});

describe('a chart without points', () => {
  const live = comparedRow('live', {}, {}, { state: 'running' });
  const photos = comparedRow('photos', {}, {}, { labelled: false });
  it.each([
    ['loss', [], /^No runs to show/],
    ['loss', [newRow('/runs/a')], /^Reading/],
    ['loss', [live, photos], /No points yet: they come when live logs some/],
    ['loss', [comparedRow('a')], /^None of these runs logged it/],
    ['probe-h', [photos], /have no labels/],
    ['rank-h', [photos], /^None of these runs/],
  ] as const)('says why: %s', (id, rows, reason) => {
    expect(emptyReason(id, rows)).toMatch(reason);
  });
});

describe('what a comparison remembers', () => {
  it('comes back as it was', () => {
    const state = {
      folders: ['/runs/a'],
      slots: { '/runs/a': 3 },
      hidden: ['/runs/a'],
      charts: { smoothing: 0.9, xAxis: 'time', logarithmic: ['loss'], tables: [] },
      filter: 'x',
      order: { column: 'run', descending: true },
      allColumns: true,
      scatter: { x: 'seed', y: null, logX: true, logY: false },
      pair: ['/runs/a'],
      open: { table: false },
      scroll: 12,
    };
    expect(compareState(state)).toEqual(state);
  });

  it('is as in a new panel where it is not readable', () => {
    const fresh = compareState(undefined);
    expect(fresh.charts.xAxis).toBe('epoch');
    const bad = {
      folders: 'a',
      slots: { a: -1, b: 'x' },
      charts: { smoothing: 7, xAxis: 'q' },
      order: { column: 3 },
      scroll: 'far',
      open: null,
    };
    expect(compareState(bad)).toEqual(fresh);
  });
});
