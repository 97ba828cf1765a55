import { expect, it } from 'vitest';
import { configValue } from '../../../webview/runPanel/configuration';
import { environmentLines } from '../../../webview/runPanel/environment';
import { lossText, resultContent } from '../../../webview/runPanel/result';
import { viewSize } from '../../../webview/runPanel/viewSize';
import { viewOf } from '../harness/scenarios';

it('lists what a run came to beside untrained and chance', () => {
  const content = resultContent(viewOf('finished').summary);
  expect(content?.rows).toEqual([
    ['linear probe on h', '59.2 %', '25.7 %', '10.0 %'],
    ['linear probe on z', '56.6 %', '25.7 %', '10.0 %'],
    ['nearest neighbours on h', '56.7 %', '24.7 %', '10.0 %'],
  ]);
  expect(lossText(viewOf('finished').summary)).toBe('Loss 5.43 → 4.30');
  expect(resultContent(null)).toBeNull();
});

it('describes data, network and programs', () => {
  const lines = new Map(environmentLines(viewOf('unlabelled')).map(({ name, value }) => [name, value]));
  expect(lines.get('images')).toBe('5,000 for training, 1,000 for evaluation, no labels, 32 × 32');
  expect(lines.get('encoder')).toBe('77,400 parameters, h of size 64');
  expect(lines.get('memory')).toBe('about 182 MB for a step');
  expect(lines.get('skipped files')).toBe('3');
  expect(lines.get('node')).toBe('24.21.0');
});

it('writes configuration values in a line', () => {
  expect([0.2, 'sgd', '', null, undefined, [1, 2]].map(configValue)).toEqual([
    '0.2',
    'sgd',
    '""',
    'null',
    '–',
    '[1,2]',
  ]);
});

it('enlarges small views by whole numbers and reduces large ones', () => {
  expect([16, 28, 32, 64, 96].map((size) => viewSize(size).side)).toEqual([64, 56, 64, 64, 96]);
  expect(viewSize(32).pixelated).toBe(true);
  expect(viewSize(224)).toEqual({ side: 96, pixelated: false });
});
