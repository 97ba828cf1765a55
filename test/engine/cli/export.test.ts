import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import { evaluationRecordSchema, type EvaluationRecord } from '../../../engine/runs/evaluationRecord';
import { writeEvaluation } from '../../../engine/runs/evaluations';
import { RunWriter } from '../../../engine/runs/runWriter';
import type { RunPaths } from '../../../engine/runs/runPaths';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from '../train/tinyRun';
import { fakeTerminal } from './fakeTerminal';

const folder = temporaryFolder();
let paths: RunPaths;
const lines = [
  { step: 1, epoch: 0.5, time: 2, loss: 5.25 },
  { step: 2, epoch: 1, time: 4, loss: 5.125, 'probe.h': 0.4321 },
];

/** A run with two lines of metrics and a checkpoint that nobody reads. */
function makeRun(name: string): RunPaths {
  const config = tinyConfig({ name });
  const writer = RunWriter.create({
    ...{ runsFolder: join(folder(), 'runs'), config, baseFolder: folder(), versions: {} },
  });
  writer.close();
  writeFileSync(writer.paths.metrics, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  mkdirSync(writer.paths.checkpoints, { recursive: true });
  writeFileSync(join(writer.paths.checkpoints, 'step-00000002.safetensors'), '');
  return writer.paths;
}

beforeEach(() => {
  paths = makeRun('first');
});

async function simclr(...args: string[]) {
  const terminal = fakeTerminal({ columns: 100 });
  const code = await runProgram([...args, '--runs', join(folder(), 'runs')], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

/** Everything in the test's folder but the runs, which no export touches. */
const left = () => readdirSync(folder()).filter((name) => name !== 'runs');

describe('simclr export of metrics', () => {
  it('writes CSV by flag or by ending, and says when it replaces a file', async () => {
    const file = join(folder(), 'm.csv');
    const { code, output } = await simclr('export', 'first', '-o', file);
    expect(code).toBe(0);
    expect(output).toBe(`${file}\n`);
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('\r\n2,1,4,5.125,,,,,,0.4321,');

    writeFileSync(file, 'what was there');
    expect((await simclr('export', 'first', '--csv', '-o', file)).output).toBe(`${file} (replaced)\n`);
    expect(readFileSync(file, 'utf8')).toBe(written);
    // A flag says it where the name does not.
    await simclr('export', 'first', '--csv', '-o', join(folder(), 'm.txt'));
    expect(readFileSync(join(folder(), 'm.txt'), 'utf8')).toBe(written);
  });

  it('writes several runs for TensorBoard, each into a folder of its name', async () => {
    makeRun('second');
    const logs = join(folder(), 'logs');
    const { code, output, errors } = await simclr('export', 'first', 'second', '--tensorboard', '-o', logs);
    expect(code).toBe(0);
    expect(readdirSync(logs).map((name) => name.replace(/.*_/, ''))).toEqual(['first', 'second']);
    for (const name of readdirSync(logs)) expect(readdirSync(join(logs, name)).join()).toContain('tfevents');
    expect(output.match(/: 3 scalars, 0 images$/gm)).toHaveLength(2);
    expect(output).toContain(`Look: tensorboard --logdir ${logs}`);
    expect(errors).toMatch(/^warning: .*_first has no embeddings yet/);
  });

  it('names what is written where a later run cannot be, to people and to scripts', async () => {
    const second = basename(makeRun('second').folder);
    const logs = join(folder(), 'all logs');
    mkdirSync(logs);
    writeFileSync(join(logs, second), 'in the way');
    const args = ['export', 'first', 'second', '--tensorboard', '-o', logs];
    const { code, output, errors } = await simclr(...args);
    expect(code).toBe(1);
    expect(output).toMatch(/_first: 3 scalars, 0 images\nLook: tensorboard --logdir '.*all logs'\n$/);
    expect(errors).toMatch(/_second.* cannot be written: a file of that name is in the way/);
    const { written } = JSON.parse((await simclr(...args, '--json')).output) as { written: unknown[] };
    expect(written).toMatchObject([{ run: expect.stringMatching(/_first$/) as string, scalars: 3 }]);
  });

  it('stopped after one of several runs, says that this one stays', async () => {
    makeRun('second');
    const terminal = fakeTerminal();
    const write = terminal.write.bind(terminal);
    terminal.write = (text) => {
      write(text);
      if (text.includes('scalars')) process.emit('SIGINT', 'SIGINT');
    };
    const logs = join(folder(), 'logs');
    const args = ['first', 'second', '--tensorboard', '-o', logs, '--runs', join(folder(), 'runs')];
    expect(await runProgram(['export', ...args], terminal)).toBe(130);
    expect(terminal.output).toMatch(/_first: 3 scalars.*\nStopping; runs that are done stay written\.\n/);
    expect(readdirSync(logs).map((name) => name.replace(/.*_/, ''))).toEqual(['first']);
  });

  it('tells scripts what it wrote, and nothing beside it', async () => {
    const logs = join(folder(), 'logs');
    const { output, errors } = await simclr('export', 'first', '--tensorboard', '-o', logs, '--json');
    expect(errors).toBe('');
    const found = JSON.parse(output) as { written: { path: string }[] };
    expect(found).toMatchObject({
      format: 'tensorboard',
      written: [{ run: expect.stringMatching(/_first$/) as string, scalars: 3, embeddings: null }],
    });
    expect(existsSync(found.written[0]?.path ?? '')).toBe(true);
  });
});

it.each([
  [['first'], 'say what to write: -o encoder.safetensors or -o encoder.onnx for the weights, --csv'],
  [['first', '-o', 'x.pt'], '--output x.pt: end the name in .safetensors, .onnx or .csv, or give'],
  [['first', '--onnx'], '--onnx: name the file too, -o encoder.onnx'],
  [['first', '--csv', '--tensorboard'], '--csv and --tensorboard: give one of them'],
  [['first', '--tensorboard', '--head'], '--head is of the weights (.safetensors, .onnx); TensorBoard gets'],
  [['first', '-o', 'm.csv', '--checkpoint', '2'], '--checkpoint is of the weights'],
  [['first', '--csv', '-o', 'm.onnx'], '--csv: m.onnx ends in .onnx; change the name, or leave --csv out'],
  [
    ['step-00000002.safetensors', '-o', 'e.onnx', '--checkpoint', 'best'],
    'step-00000002.safetensors is a checkpoint already: leave --checkpoint best out',
  ],
  [['first', 'first', '--csv'], 'only --tensorboard takes several runs: leave all but "first" out'],
  [['first', 'first', '-o', 'e.onnx'], 'only --tensorboard takes several runs'],
  [
    ['step-00000002.safetensors', '--csv'],
    'is a checkpoint; CSV gets the metrics of a whole run: name the run',
  ],
  [['nobody', '--csv'], 'is named "nobody"; there are'],
  [['first', 'nobody', '--tensorboard'], 'is named "nobody"; there are'],
])('simclr export %j is refused in a sentence, and writes nothing', async (args, sentence) => {
  const { code, output, errors } = await simclr('export', ...args);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(output).toBe('');
  expect(existsSync('tensorboard') || existsSync('m.csv')).toBe(false);
});

it.each([
  ['a file where a folder is to be', ['export', 'first', '--csv', '-o'], join('file', 'm.csv'), 'in the way'],
  ['a folder where the file is to be', ['export', 'first', '--csv', '-o'], 'folder', 'a folder of that name'],
  [
    'a file where the log directory is to be',
    ['export', 'first', '--tensorboard', '-o'],
    'file',
    'in the way',
  ],
  ['a file where a folder is to be', ['report', 'first', '-o'], join('file', 'r.html'), 'in the way'],
  ['a folder where the page is to be', ['report', 'first', '-o'], 'folder.html', 'a folder of that name'],
  ['a folder where the text is to be', ['report', 'first', '-o'], 'folder.md', 'a folder of that name'],
])('%s is named by simclr %j', async (_, args, place, sentence) => {
  writeFileSync(join(folder(), 'file'), 'kept');
  for (const name of ['folder', 'folder.html', 'folder.md']) mkdirSync(join(folder(), name));
  const before = left();
  const { code, errors } = await simclr(...args, join(folder(), place));
  expect(code).toBe(1);
  expect(errors).toMatch(/^simclr: .* cannot be written: .*; choose another (folder|name)\n$/);
  expect(errors).toContain(sentence);
  expect(left()).toEqual(before);
});

describe('simclr report', () => {
  it('writes a page, or Markdown with its figures, and says when it replaces one', async () => {
    const page = join(folder(), 'r.html');
    expect(await simclr('report', 'first', '-o', page)).toEqual({ code: 0, output: `${page}\n`, errors: '' });
    expect((await simclr('report', 'first', '-o', page)).output).toBe(`${page} (replaced)\n`);
    expect(readFileSync(page, 'utf8')).toContain('<h1>first</h1>');
    const text = join(folder(), 'r.md');
    expect((await simclr('report', 'first', '-o', text)).output).toBe(`${text}, and 2 figures beside it\n`);
    writeFileSync(paths.metrics, `${JSON.stringify(lines[0])}\n`);
    const one = await simclr('report', 'first', '-o', text);
    expect(one.output).toBe(`${text} (replaced), and 1 figure beside it\n`);
    writeFileSync(paths.metrics, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { output } = await simclr('report', 'first', '-o', text, '--json');
    const { path, figures } = JSON.parse(output) as { path: string; figures: string[] };
    expect(path).toBe(text);
    expect(figures.every((figure) => existsSync(figure))).toBe(true);
    expect(figures).toHaveLength(2);
  });

  it('has the numbers of simclr show --json', async () => {
    writeEvaluation(paths.evaluations, evaluation);
    const { output } = await simclr('show', 'first', '--json');
    const [shown] = (JSON.parse(output) as { evaluations: { record: EvaluationRecord }[] }).evaluations;
    await simclr('report', 'first', '-o', join(folder(), 'r.html'));
    const cells = [...readFileSync(join(folder(), 'r.html'), 'utf8').matchAll(/<td[^>]*>(.*?)<\/td>/g)];
    const text = cells.map(([, cell]) => cell).join('|');
    const percent = (value: number | null | undefined) => `${(100 * (value ?? NaN)).toFixed(1)} %`;
    const { linear, knn, factors } = shown?.record ?? {};
    expect(text).toContain(`linear evaluation on h|${percent(linear?.h.top1)}|–|${percent(1 / 3)}`);
    ['cat', 'dog', 'owl'].forEach((name, label) => {
      const values = [linear?.h, linear?.z, knn?.h, knn?.z].map((found) => percent(found?.perClass[label]));
      expect(text).toContain([name, ...values].join('|'));
    });
    // Of ten owls three are dogs by h, one by z; nothing is mistaken more often.
    expect(text).toContain('owl|dog|3 (30.0 %)|1 (10.0 %)');
    expect(text).toContain(
      `hue|${percent(factors?.[0]?.h)}|${percent(factors?.[0]?.z)}|12.5 %|lost in the head`,
    );
  });

  it.each([
    [['nobody'], 'is named "nobody"; there are'],
    [['first', '-o', 'r.pdf'], 'r.pdf has no ending that says what to write: use .html or .md'],
  ])('refuses %j in a sentence', async (args, sentence) => {
    const { code, output, errors } = await simclr('report', ...args);
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(output).toBe('');
  });
});

/** How a classifier did on thirty images, by class. */
function judged(confusion: number[][]) {
  const right = confusion.map((row, label) => row[label] ?? 0);
  const top1 = right.reduce((sum, count) => sum + count, 0) / 30;
  return { top1, top5: null, perClass: right.map((count) => count / 10), confusion };
}

const onH = judged([
  [9, 1, 0],
  [2, 8, 0],
  [0, 3, 7],
]);
const onZ = judged([
  [7, 2, 1],
  [2, 6, 2],
  [1, 1, 8],
]);
const fitted = { l2: 0.01, validation: [] };
const evaluation = evaluationRecordSchema.parse({
  ...{ format: 1, createdAt: '2026-11-25T07:00:00.000Z', step: 2, seconds: 1, chance: 1 / 3 },
  checkpoint: 'checkpoints/step-00000002.safetensors',
  request: {
    ...{ protocols: ['linear', 'knn', 'factors'], maxImages: 64, neighbours: 5, temperature: 0.1, seed: 0 },
  },
  dataset: {
    ...{ name: 'animals', fingerprint: 'f', classes: ['cat', 'dog', 'owl'], imageSize: 32 },
    ...{ trainImages: 60, testImages: 30 },
  },
  device: { backend: 'cpu', detail: 'wide', threads: 1 },
  versions: {},
  linear: { h: { ...onH, ...fitted }, z: { ...onZ, ...fitted } },
  knn: { h: onZ, z: onH },
  metrics: null,
  factors: [{ name: 'hue', kind: 'recorded', classes: 8, chance: 0.125, h: 0.7123, z: 0.3456 }],
});
