import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfig, type ConfigSources } from '../../../engine/config/resolveConfig';
import { UserError } from '../../../engine/errors';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(contents: unknown): void {
  const text = typeof contents === 'string' ? contents : JSON.stringify(contents);
  writeFileSync(join(folder, 'my.simclr.json'), text);
}

const resolve = (sources: Omit<ConfigSources, 'workingFolder'> = {}) =>
  resolveConfig({ workingFolder: folder, ...sources });

const override = (path: string, value: unknown, flag = `--set ${path}`) => ({
  path: path.split('.'),
  value,
  flag,
});

/** The lines of the error that resolving the file throws. */
function problems(contents: unknown, sources: Omit<ConfigSources, 'workingFolder' | 'file'> = {}): string[] {
  write(contents);
  try {
    resolve({ file: 'my.simclr.json', ...sources });
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error instanceof Error ? error.message.split('\n') : [];
  }
  return [];
}

describe('layers', () => {
  it('puts a file over its preset and flags over both, field by field', () => {
    write({ preset: 'paper', optimizer: { learningRate: 0.2 }, epochs: 7 });
    const { config, preset } = resolve({
      file: 'my.simclr.json',
      overrides: [override('epochs', 3, '--epochs'), override('optimizer.momentum', 0.5)],
    });
    expect(preset).toBe('paper');
    expect(config.optimizer).toMatchObject({
      type: 'lars',
      learningRate: 0.2,
      momentum: 0.5,
      weightDecay: 1e-6,
    });
    expect(config.epochs).toBe(3);
    expect(config.batchSize).toBe(4096);
    expect(config).not.toHaveProperty('preset');
  });

  it('lets the flag choose the preset over the file', () => {
    write({ preset: 'paper', batchSize: 64 });
    const { config } = resolve({ file: 'my.simclr.json', preset: 'cifar' });
    expect(config.encoder.architecture).toBe('resnet18');
    expect(config.batchSize).toBe(64);
  });

  it('replaces lists as a whole', () => {
    write({ preset: 'paper', augment: { transforms: [{ type: 'crop', scale: [0.5, 1] }] } });
    const { config } = resolve({ file: 'my.simclr.json' });
    expect(config.augment.transforms).toEqual([
      { type: 'crop', p: 1, scale: [0.5, 1], ratio: [3 / 4, 4 / 3] },
    ]);
  });

  it('resolves paths against the file that names them, and flags against the working folder', () => {
    write({ data: { source: 'images' } });
    const file = join(folder, 'my.simclr.json');
    const elsewhere = tmpdir();
    expect(resolveConfig({ file, workingFolder: elsewhere }).baseFolder).toBe(folder);
    const overrides = [override('data.source', 'other')];
    expect(resolveConfig({ file, overrides, workingFolder: elsewhere }).baseFolder).toBe(elsewhere);
  });

  it('takes a file that begins with a byte order mark', () => {
    write('\uFEFF{"seed": 4}');
    expect(resolve({ file: 'my.simclr.json' }).config.seed).toBe(4);
  });
});

describe('mistakes', () => {
  it('names every one at once, with file, path, value and what is allowed', () => {
    const lines = problems({
      epoch: 3,
      seed: -1,
      optimizer: { type: 'sdg', momentum: 1.5, learningRate: 'x' },
      data: { imageSize: 5, limit: 1.5 },
    });
    expect(lines.every((line) => line.startsWith('my.simclr.json: '))).toBe(true);
    const text = lines.join('\n');
    expect(text).toContain('seed is -1, but must be a whole number from 0 to 4294967295');
    expect(text).toContain('optimizer.type is "sdg", but must be one of "sgd", "lars", "adam"');
    expect(text).toContain('optimizer.momentum is 1.5, but must be a number of at least 0 and below 1');
    expect(text).toContain('optimizer.learningRate is "x", but must be a number above 0 and at most 1000');
    expect(text).toContain('data.imageSize is 5, but must be "auto" or a whole number from 8 to 1024');
    expect(text).toContain('data.limit is 1.5, but must be a whole number of at least 2 or null');
    expect(text).toContain('epoch is not a field: did you mean "epochs"?');
    expect(lines).toHaveLength(7);
  });

  it('refuses semi-hard negatives where there are none, with the remedy', () => {
    const said = (loss: object) => problems({ loss: { semiHard: true, ...loss } }).join();
    expect(said({})).toMatch(
      /loss\.semiHard is true, but "nt-xent" .*set loss\.type to "nt-logistic" or "margin"/,
    );
    expect(said({ type: 'decoupled' })).toContain('"decoupled" compares with all negatives: leave it out');
    expect(said({ type: 'margin', margin: 0 })).toContain('use a margin above 0');
    expect(said({ type: 'margin' }) + said({ type: 'nt-logistic', margin: 0 })).toBe('');
  });

  it('finds its way through the list of transformations', () => {
    const text = problems({
      augment: {
        transforms: [
          { type: 'crup' },
          { type: 'color', hue: 0.7, brigtness: 1 },
          { type: 'crop', scale: [0.5, 0.1] },
          { type: 'crop', ratio: [1] },
        ],
        secondBranch: [{ type: 'blur', kernel: 0 }],
      },
    }).join('\n');
    expect(text).toMatch(/transforms\[0\]\.type is "crup", but must be one of "crop", .*"rotate"/);
    expect(text).toContain('transforms[1].hue is 0.7, but must be a number from 0 to 0.5');
    expect(text).toMatch(
      /transforms\[1\]\.brigtness is not a field: did you mean "brightness"\?.*saturation, hue\)/,
    );
    expect(text).toContain('transforms[2].scale is [0.5,0.1]: the first number must not exceed the second');
    expect(text).toContain(
      'transforms[3].ratio is [1], but must be a pair [low, high], each a number from 0.1 to 10',
    );
    expect(text).toContain('secondBranch[0].kernel is 0, but must be a number above 0 and at most 1');
  });

  it('names the flag for what was given by a flag', () => {
    const lines = problems({}, { overrides: [override('batchSize', 1, '--batch-size')], preset: 'cfar' });
    expect(lines[0]).toBe('--batch-size: batchSize is 1, but must be a whole number from 2 to 65536');
    expect(lines[1]).toMatch(
      /^--preset: there is no preset "cfar": did you mean "cifar"\?.*quick, cifar, paper/,
    );
  });

  it.each([
    ['{"a":}', '1:6: a value is missing'],
    ['{\n  "seed": 1,\n}', '3:1: the comma before it is one too many'],
    ['{\n  // note\n}', '2:3: comments are not allowed: this is plain JSON'],
    ['{"seed" 1}', '1:9: a colon is missing'],
    ['{"seed": 1\n"name": 2}', '2:1: a comma or "}" is missing'],
    ['{"seed": 01}', '1:10: this is neither a number nor true, false, null'],
    ['{"data": {"source": "C:\\data"}}', '1:24: a backslash is written "\\\\" in JSON'],
    ['{"seed": 1', '1:11: the file ends here: a comma or "}" is missing'],
    ['', '1:1: the file ends here: a value is missing'],
  ])('says where %j is not JSON', (text, expected) => {
    const [line] = problems(text);
    expect(line).toBe(`my.simclr.json:${expected}`);
  });

  it('says so when there is no such file, or it is not an object', () => {
    expect(() => resolve({ file: 'none.json' })).toThrow('none.json cannot be read: there is no such file');
    expect(problems('[1]')[0]).toBe('my.simclr.json: a configuration is a JSON object, in braces');
  });
});

describe('combinations that cannot be', () => {
  it.each([
    [{ batchSize: 64, microBatch: 128 }, 'microBatch is 128, but batchSize only 64: leave microBatch out'],
    [{ batchSize: 96, microBatch: 36 }, 'microBatch is 36, which does not divide batchSize 96: use 32'],
    [{ data: { limit: 100 } }, 'batchSize is 256, but data.limit lets only 100 images through'],
    [{ data: { builtin: { train: 50 } } }, 'batchSize is 256, but data.builtin.train makes only 50 images'],
    [{ optimizer: { type: 'lars', nesterov: true } }, 'lars has no Nesterov momentum'],
    [{ optimizer: { momentum: 0, nesterov: true } }, 'use a momentum above 0'],
    [{ evaluate: { maxImages: 16 } }, 'evaluate.knnNeighbours is 20, but evaluate.maxImages only 16'],
    [{ data: { source: 'x', format: 'builtin' } }, 'data.format is "builtin", but data.source is "x"'],
    [{ augment: { transforms: [] } }, 'both views of an image would be the same'],
    [
      {
        augment: {
          transforms: [
            { type: 'flip', p: 1 },
            { type: 'crop', p: 0 },
          ],
        },
      },
      'would be the same',
    ],
  ])('refuses %j', (contents, expected) => {
    expect(problems(contents).join('\n')).toContain(expected);
  });

  it.each([
    { augment: { transforms: [], secondBranch: [{ type: 'sobel' }] } },
    { augment: { transforms: [{ type: 'flip' }] } },
    { batchSize: 96, microBatch: 32 },
    { optimizer: { nesterov: true } },
  ])('accepts %j', (contents) => {
    expect(problems(contents)).toEqual([]);
  });

  it('names the source that set the field', () => {
    const overrides = [override('microBatch', 512)];
    expect(problems({ microBatch: 32 }, { overrides })[0]).toMatch(/^--set microBatch: microBatch is 512/);
    expect(problems({ microBatch: 512 })[0]).toMatch(/^my\.simclr\.json: /);
  });
});
