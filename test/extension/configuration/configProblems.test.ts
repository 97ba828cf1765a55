import { describe, expect, test, vi } from 'vitest';
import { configSummary } from '../../../extension/configuration/configSummary';
import { parseConfig } from '../../../extension/configuration/configText';
import { findConfigProblems, wholeConfig } from '../../../extension/configuration/findConfigProblems';

vi.mock('vscode', async () => await import('../fakeVscode'));

/** The text under each problem, and what it says. */
function problems(text: string, trainCount?: number): [string, string][] {
  const parsed = parseConfig(text);
  if (parsed === null) return [];
  const facts =
    trainCount === undefined ? null : { trainCount, labelled: true, largestSide: 64, memory: null };
  return findConfigProblems(parsed.layer, () => facts).map(({ path, text: sentence }) => {
    const { start, end } = parsed.locate(path);
    return [text.slice(start, end), sentence];
  });
}

describe('what a JSON schema cannot say', () => {
  test('is pointed out at the value', () => {
    const [[place, sentence] = []] = problems('{ "batchSize": 6000, "epochs": 3 }');
    expect(place).toBe('6000');
    expect(sentence).toMatch(/^batchSize is 6000, but data\.builtin\.train makes only 5000/);
    const transform = '{ "type": "crop", "scale": [0.5, 0.2] }';
    expect(problems(`{ "augment": { "transforms": [${transform}] } }`)).toEqual([
      ['[0.5, 0.2]', 'augment.transforms[0].scale is [0.5,0.2]: the first number must not exceed the second'],
    ]);
  });

  test('is pointed out at the preset where the value comes from there', () => {
    const [[place, sentence] = []] = problems('{ "preset": "cifar", "data": { "limit": 100 } }');
    expect(place).toBe('"cifar"');
    expect(sentence).toContain('batchSize is 512');
    expect(problems('{ "data": { "limit": 100 } }')[0]?.[0]).toBe('{');
  });

  test('is also what does not go with the images', () => {
    const text = '{ "preset": "quick", "data": { "source": "photos", "imageSize": 512 }, "batchSize": 100 }';
    expect(problems(text, 1000).map(([place]) => place)).toEqual(['512']);
    expect(problems(text, 50).map(([place]) => place)).toEqual(['100', '512']);
  });

  test('is not what the schema says already', () => {
    expect(problems('{ "epochs": "many", "batchsize": 3 }')).toEqual([]);
    expect(problems('{ "batchSize": }')).toEqual([]);
    expect(problems('{ "batchSize": 6000 } // no')).toEqual([]);
    expect(problems('[]')).toEqual([]);
  });
});

test('a file is completed by its preset', () => {
  expect(wholeConfig({ preset: 'cifar', epochs: 3 })).toMatchObject({ epochs: 3, batchSize: 512 });
  expect(wholeConfig({ preset: 'none' })).toBeNull();
});

test('a file is summed up by preset and images', () => {
  expect(configSummary({ preset: 'cifar', data: { source: 'photos' } })).toBe('cifar · photos');
  expect(configSummary({ epochs: 3 })).toBe('defaults · built-in images');
});
