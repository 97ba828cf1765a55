import { describe, expect, test } from 'vitest';
import { resolveConfig } from '../../../engine/config/resolveConfig';
import { runKey } from '../../../engine/studies/runKey';
import { cellName, studyCells } from '../../../engine/studies/studyGrid';
import { parseStudy } from '../../../engine/studies/studyFile';
import type { StudyInput } from '../../../engine/studies/studySchema';
import { studyTasks, type StudyChoice } from '../../../engine/studies/studyTasks';
import { smallStudy, smallStudyInput } from './smallStudy';

const choice: StudyChoice = { size: 'minutes', changes: {}, baseFolder: '/data' };
const names = (tasks: ReturnType<typeof studyTasks>) =>
  tasks.map(({ cell, seed }) => `${cellName(cell)} ${seed}`);

describe('the runs of a study', () => {
  test('are those of every combination that its levels allow, all with one seed before the next', () => {
    expect(names(studyTasks(smallStudy, choice))).toEqual([
      ...['none · 8 0', 'linear · 8 0', 'linear · 16 0'],
      ...['none · 8 1', 'linear · 8 1', 'linear · 16 1'],
    ]);
  });

  test('have what the preset, the study, the size, the levels, the cell and the user say, in that order', () => {
    const tasks = studyTasks(smallStudy, {
      ...choice,
      changes: { data: { source: 'photos' }, seed: 5, device: { threads: 1 } },
    });
    const last = tasks.at(-1);
    expect(last?.config).toMatchObject({
      // Of the preset, the study, the size, both levels, the cell, the user.
      ...{ encoder: { architecture: 'resnet8' }, epochs: 2, batchSize: 32 },
      ...{ head: { type: 'linear', outputSize: 16 }, loss: { temperature: 1 } },
      data: { source: 'photos', limit: 64 },
      ...{ seed: 6, device: { threads: 1 } },
    });
    expect(tasks[0]?.config.loss.temperature).toBe(0.2);
    expect(last?.requests).toEqual([
      expect.objectContaining({ protocols: ['factors'], maxImages: 100, seed: 6, neighbours: 20 }),
    ]);
  });

  test('are fewer where the size leaves levels out, and as many a cell as are asked for', () => {
    const study = parseStudy({ ...smallStudyInput, config: { epochs: 3 } }, 'small');
    expect(names(studyTasks(study, { ...choice, size: 'paper', seeds: 3 }))).toEqual([
      ...['linear · 16 0', 'linear · 16 1', 'linear · 16 2'],
    ]);
    expect(studyCells(study, null)).toHaveLength(3);
  });

  test('are evaluated as the evaluation says where the size says nothing else, and transferred where one asks', () => {
    const { minutes } = smallStudyInput.sizes;
    if (minutes === undefined) throw new Error('The size is gone.');
    const input: StudyInput = {
      ...smallStudyInput,
      evaluations: [
        { protocols: ['linear'], solver: 'sgd', epochs: 30, maxImages: 100 },
        { protocols: ['transfer'], target: { source: 'birds', imageSize: 48, trainImages: 50 } },
      ],
      sizes: { minutes: { ...minutes, evaluation: { maxImages: 64, learningRate: 0.3 } } },
    };
    const requests = (target: string | null) =>
      studyTasks(parseStudy(input, 'small'), { ...choice, target })[0]?.requests;
    const [linear, transfer] = requests(null) ?? [];
    expect(linear).toMatchObject({
      solver: 'sgd',
      epochs: 30,
      maxImages: 64,
      learningRate: 0.3,
      target: null,
    });
    expect(transfer).toMatchObject({ solver: 'lbfgs', epochs: null, maxImages: 64 });
    expect(transfer?.target).toEqual({ source: '/data/birds', imageSize: 48, trainImages: 50, shapes: null });
    const [sameLinear, otherTransfer] = requests('fish') ?? [];
    expect(sameLinear).toEqual(linear);
    expect(otherTransfer?.target).toEqual({ ...transfer?.target, source: '/data/fish' });
  });

  test('are refused with cell, field and remedy where a configuration cannot be', () => {
    expect(() => studyTasks(smallStudy, { ...choice, changes: { microBatch: 64 } })).toThrow(
      'the study "small" in its cell "none · 8": microBatch is 64, but batchSize only 32: leave microBatch out',
    );
    expect(() => studyTasks(smallStudy, { ...choice, changes: { epoch: 1 } })).toThrow(
      /"none · 8": epoch is not a field: did you mean "epochs"/,
    );
    expect(() => studyTasks(smallStudy, { ...choice, size: 'hours' })).toThrow(
      'the study "small" has no size "hours": choose minutes or paper',
    );
  });
});

describe('the key of a run', () => {
  const of = (assignments: Readonly<Record<string, unknown>>, baseFolder = '/data') => {
    const overrides = Object.entries(assignments).map(([field, value]) => ({
      path: field.split('.'),
      value,
      flag: field,
    }));
    return runKey(resolveConfig({ overrides, workingFolder: baseFolder }).config, baseFolder);
  };

  test('is the same for what comes to the same', () => {
    const same = {
      ...{ name: 'other', 'device.threads': 3, 'device.backend': 'cpu', logEverySteps: 9 },
      ...{ 'checkpoint.keepLast': 7, 'evaluate.everyEpochs': 2 },
    };
    expect(of(same)).toBe(of({}));
    expect(of({ 'data.source': 'photos' })).toBe(of({ 'data.source': '/data/photos' }, '/elsewhere'));
    expect(of({ epochs: 7, 'loss.temperature': 0.1 })).toBe(of({ 'loss.temperature': 0.1, epochs: 7 }));
    expect(of({})).toMatch(/^[0-9a-f]{12}$/);
  });

  test('differs where results may', () => {
    const all = [
      ...[
        {},
        { seed: 1 },
        { 'data.limit': 999 },
        { 'data.source': 'photos' },
        { 'device.precision': 'mixed' },
      ],
      ...[{ 'evaluate.knnNeighbours': 5 }, { microBatch: 128 }, { 'augment.transforms': [{ type: 'crop' }] }],
    ].map((assignments) => of(assignments));
    expect(new Set(all).size).toBe(all.length);
  });
});
