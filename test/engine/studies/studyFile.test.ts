import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseStudy, readStudyFile } from '../../../engine/studies/studyFile';
import { studySchemaText } from '../../../engine/studies/studySchemaText';
import { smallStudy, smallStudyInput } from './smallStudy';

describe('a study of a user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-study-'));
  const path = join(folder, 'small.study.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is read from its file', () => {
    writeFileSync(path, `\uFEFF${JSON.stringify(smallStudyInput)}`);
    expect(readStudyFile(path)).toEqual(smallStudy);
  });

  test('that is no JSON is refused with line and column', () => {
    writeFileSync(path, '{\n  "name": "small",\n  title: 1\n}');
    expect(() => readStudyFile(path, 'small.study.json')).toThrow(/^small\.study\.json:3:3: /);
  });

  test('that is not there is refused in a sentence', () => {
    expect(() => readStudyFile(join(folder, 'gone.study.json'), 'gone.study.json')).toThrow(
      'gone.study.json cannot be read: there is no such file',
    );
  });

  test.each([
    ['a field that there is not', { colour: 1 }, /^small: the study: unrecognized key: "colour"$/],
    [
      'a name that is none',
      { name: 'Small One' },
      /^small: name: small letters, digits and dashes, at most 40$/,
    ],
    ['no size', { sizes: {} }, /^small: sizes: a study has at least one size$/],
    [
      'a level that there is not',
      { cells: [{ at: { head: 'deep' }, config: {} }] },
      /^small: cells\[0\]\.at names the level "deep" of head, which has "none", "linear"$/,
    ],
    [
      'an axis that there is not',
      { sizes: { hours: { about: 'x', seeds: 1, leaveOut: { depth: '8' } } } },
      /^small: sizes\.hours\.leaveOut names the axis "depth", and there are "head", "size"$/,
    ],
    [
      'a measure that there is not',
      { rules: [{ text: 'x', greater: { measure: 'acuracy' }, than: 1 }] },
      /^small: rules\[0\]\.greater names the measure "acuracy", and there are "accuracy", "rank", "rotation"$/,
    ],
    [
      'a figure of nothing',
      { figures: [{ title: 'x', type: 'bars', measures: ['rank'], x: 'depth' }] },
      /figures\[0\] names "depth", and there are "head", "size" and measures/,
    ],
    [
      'training on labels for no time',
      { evaluations: [{ protocols: ['supervised'], epochs: 0 }] },
      /^small: evaluations\[0\]\.epochs: .*>0/,
    ],
    [
      'shapes of a folder',
      { evaluations: [{ protocols: ['transfer'], target: { source: 'photos', shapes: ['drop', 'fish'] } }] },
      /^small: evaluations\[0\]\.target\.shapes: only built-in images are of shapes/,
    ],
    [
      'more images of a target than there can be',
      { evaluations: [{ protocols: ['transfer'], target: { source: 'photos', trainImages: 2e6 } }] },
      /^small: evaluations\[0\]\.target\.trainImages: .*1000000/,
    ],
    [
      'two measures in one place',
      { figures: [{ title: 'x', type: 'bars', measures: ['rank', 'accuracy'], x: 'size' }] },
      /figures\[0\] has several measures/,
    ],
  ])('with %s is refused with the field', (_, change, message) => {
    expect(() => parseStudy({ ...smallStudyInput, ...change }, 'small')).toThrow(message);
  });

  test('is completed by editors from the schema that is made of the same source', () => {
    expect(readFileSync('media/study.schema.json', 'utf8')).toBe(studySchemaText());
    const schema = JSON.parse(studySchemaText()) as { properties: Record<string, { description?: string }> };
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['axes', 'rules', 'sizes']));
    // Fields of run configurations are known within.
    expect(studySchemaText()).toContain('Share of the area that is kept');
  });
});
