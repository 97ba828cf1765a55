import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import { UserError } from '../../../engine/errors';
import type { EvaluateOptions } from '../../../engine/evaluate/evaluateCheckpoint';
import { evaluationRequestSchema, type EvaluationRecord } from '../../../engine/runs/evaluationRecord';
import { writeEvaluation } from '../../../engine/runs/evaluations';
import { RunWriter } from '../../../engine/runs/runWriter';
import { tinyConfig } from '../train/tinyRun';
import { fakeTerminal } from './fakeTerminal';

let folder: string;
let checkpoint: string;
let given: EvaluateOptions | null = null;
let evaluate: (options: EvaluateOptions) => EvaluationRecord;
vi.mock('../../../engine/evaluate/evaluateCheckpoint', () => ({
  evaluateCheckpoint: (options: EvaluateOptions) => {
    given = options;
    const path = join(options.run.paths.evaluations, 'step-00000007.json');
    return Promise.resolve().then(() => ({ path, record: evaluate(options) }));
  },
}));

const report = {
  top1: 0.75,
  top5: 0.9876,
  perClass: [1, 0.5],
  confusion: [
    [2, 0],
    [1, 1],
  ],
};
const geometry = {
  ...{ alignment: 0.5, uniformity: -1.234, rank: 12.34, largestRank: 64 },
  ...{ intraClass: 0.6, interClass: 1.2 },
};

const found: EvaluationRecord = {
  format: 1,
  createdAt: '2026-11-25T07:00:00.000Z',
  ...{ checkpoint: 'checkpoints/step-00000007.safetensors', step: 7, seconds: 75, chance: 0.1 },
  request: evaluationRequestSchema.parse({
    ...{ protocols: ['linear'], maxImages: 50_000, neighbours: 20, temperature: 0.1, seed: 0 },
  }),
  dataset: {
    ...{ name: 'birds', fingerprint: 'f', classes: ['a', 'b'], imageSize: 32 },
    ...{ trainImages: 5000, testImages: 1000 },
  },
  device: { backend: 'cpu', detail: 'wide', threads: 2 },
  versions: {},
  linear: {
    h: { ...report, l2: 0.01, validation: [], recipe: null },
    z: { ...report, top1: 0.5, l2: 0.01, validation: [], recipe: null },
  },
  knn: { h: report, z: report },
  metrics: { h: geometry, z: { ...geometry, intraClass: null } },
  factors: [
    { name: 'rotation', kind: 'transformation', classes: 4, chance: 0.25, h: 0.676, z: 0.256 },
    { name: 'hue', kind: 'recorded', classes: 8, chance: 0.125, h: 0.31, z: 0.3 },
  ],
  shortcut: { images: 1000, chance: 0.5, crops: 0.912, distorted: 0.543 },
  ...{ semiSupervised: null, transfer: null, supervised: null },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-evaluate-'));
  given = null;
  evaluate = () => found;
  const writer = RunWriter.create({
    runsFolder: folder,
    config: tinyConfig({ name: 'one' }),
    baseFolder: folder,
    versions: {},
  });
  checkpoint = join(writer.paths.checkpoints, 'step-00000007.safetensors');
  mkdirSync(dirname(checkpoint), { recursive: true });
  writeFileSync(checkpoint, '');
  writer.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function simclr(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const terminal = fakeTerminal();
  const code = await runProgram(['evaluate', ...args, '--runs', folder], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

describe('simclr evaluate', () => {
  it('hands the checkpoint and what is asked to the evaluation', async () => {
    const flags = [
      '--protocol',
      'knn, metrics',
      '--neighbours',
      '200',
      '--knn-temperature',
      '0.07',
      '--max-images',
      '64',
    ];
    const { code } = await simclr('one', ...flags, '--threads', '1');
    expect(code).toBe(0);
    expect(given).toMatchObject({
      checkpoint: { step: 7, path: checkpoint },
      request: {
        protocols: ['knn', 'metrics'],
        neighbours: 200,
        temperature: 0.07,
        maxImages: 64,
        seed: null,
      },
      device: { threads: 1 },
    });
    await simclr(checkpoint);
    expect(given).toMatchObject({
      checkpoint: { step: 7 },
      // kNN as the run has it.
      request: { protocols: null, neighbours: 5, temperature: 0.1, maxImages: 50_000 },
    });
  });

  it('shows accuracies beside chance, what the head has lost, and geometry', async () => {
    const { output } = await simclr('latest');
    expect(output).toContain('Step 7 on birds: fitted to 5,000 images, judged on 1,000, in 1 min 15 s.');
    expect(output).toMatch(/linear evaluation on h +75\.0 % +98\.8 % +10\.0 %/);
    expect(output).toMatch(/linear evaluation on z +50\.0 %/);
    expect(output).toMatch(/kNN on h, k = 20 +75\.0 %/);
    expect(output).toMatch(/rotation +67\.6 % +25\.6 % +25\.0 % +lost in the head/);
    expect(output).toMatch(/hue +31\.0 % +30\.0 % +12\.5 %\n/);
    expect(output).toMatch(/uniformity +-1\.23 +-1\.23/);
    expect(output).toMatch(/distance within a class +0\.600 +–/);
    expect(output).toMatch(/evaluations.step-00000007\.json\n$/);
  });

  it('writes the record for scripts', async () => {
    const { output } = await simclr('latest', '--json');
    expect(JSON.parse(output)).toEqual(found);
  });

  it.each([
    [['one', '--protocol', 'linear,svm'], '"svm" is no protocol: linear, knn, metrics, factors'],
    [['one', '--max-images', '3'], '--max-images takes a whole number from 16'],
    [['one', '--knn-temperature', '0'], '--knn-temperature takes a number above 0'],
    [['one', '--threads', '0'], '--threads: device.threads is 0'],
    [['one', '--checkpoint', 'best'], 'has no best checkpoint: its linear probe has not been judged'],
    [['one', '--checkpoint', '8'], 'does not keep the checkpoint "step 8": there are those of step 7'],
    [
      ['one', '--checkpoint', 'first'],
      '"first" is no checkpoint: use "latest", "best" or the number of a step',
    ],
    [['two'], 'is named "two"'],
    [['weights.safetensors'], 'is not in the folder "checkpoints" of a run'],
  ])('refuses %j in a sentence', async (args, sentence) => {
    const { code, errors } = await simclr(...args);
    expect(code).toBe(1);
    expect(errors).toContain(sentence);
    expect(errors).not.toMatch(/\n +at /);
    expect(given).toBeNull();
  });

  it('is remembered by "simclr show"', async () => {
    const run = dirname(dirname(checkpoint));
    writeEvaluation(join(run, 'evaluations'), found);
    writeFileSync(join(run, 'evaluations', 'notes.json'), '{"format": 1}');
    const terminal = fakeTerminal();
    await runProgram(['show', 'one', '--runs', folder], terminal);
    expect(terminal.output).toMatch(
      /evaluated +evaluations.step-00000007_2026-11-25T07-00-00-000\.json \(step 7, linear evaluation h 75\.0 %\)/,
    );
    const scripts = fakeTerminal();
    await runProgram(['show', 'one', '--json', '--runs', folder], scripts);
    expect((JSON.parse(scripts.output) as { evaluations: unknown }).evaluations).toEqual([
      { path: expect.any(String) as string, record: found },
    ]);
  });

  it('wants the images to be named that flags speak of', async () => {
    expect(await simclr('one', '--protocol', 'transfer', '--target-shapes', 'drop,fish')).toMatchObject({
      code: 1,
      errors: 'simclr: what --target-… says is of images to transfer to: name them with --target\n',
    });
    expect(given).toBeNull();
  });

  it('says what the evaluation refuses', async () => {
    evaluate = () => {
      throw new UserError('the images have no labels');
    };
    expect(await simclr('one')).toMatchObject({ code: 1, errors: 'simclr: the images have no labels\n' });
    expect(existsSync(join(folder, 'evaluations'))).toBe(false);
  });
});
