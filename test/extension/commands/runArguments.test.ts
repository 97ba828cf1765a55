import { expect, test } from 'vitest';
import { readTarget } from '../../../extension/commands/runArguments';

const node = (folder: string) => ({ kind: 'run', folder });

test('reads what a command was called on', () => {
  expect(readTarget([])).toEqual({ kind: 'ask' });
  expect(readTarget(['/runs/a'])).toEqual({ kind: 'runs', folders: ['/runs/a'] });
  expect(readTarget([['/runs/a', '/runs/b']])).toEqual({ kind: 'runs', folders: ['/runs/a', '/runs/b'] });
  expect(readTarget([node('/runs/a')])).toEqual({ kind: 'runs', folders: ['/runs/a'] });
  expect(readTarget([{ selection: true }])).toEqual({ kind: 'selection' });
  expect(readTarget([{ kind: 'dataset', dataset: {} }])).toEqual({ kind: 'ask' });
});

test('takes all selected lines for the one that the menu was opened on, each run once', () => {
  const lines = [node('/runs/a'), { kind: 'log', folder: '/runs/a' }, node('/runs/b')];
  expect(readTarget([lines[0], lines])).toEqual({ kind: 'runs', folders: ['/runs/a', '/runs/b'] });
});
