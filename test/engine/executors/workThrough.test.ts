import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeBackend } from '../../../engine/backends/closeBackend';
import { workThrough, type TaskNews } from '../../../engine/executors/workThrough';
import { UserError } from '../../../engine/errors';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { RunIndex } from '../../../engine/studies/runIndex';
import type { StudyPlan } from '../../../engine/studies/studyPlan';
import { studyState } from '../../../engine/studies/studyState';
import { studyTasks } from '../../../engine/studies/studyTasks';
import { claimTask } from '../../../engine/studies/taskClaim';
import type { TrainRun } from '../../../engine/train/runEvents';
import { trainRun } from '../../../engine/train/trainRun';
import { tinyPlan } from './tinyStudy';

let runsFolder: string;
beforeEach(() => {
  runsFolder = mkdtempSync(join(tmpdir(), 'simclr-work-'));
});
afterEach(() => rmSync(runsFolder, { recursive: true }));
afterAll(closeBackend);

/** What was told of each task at its end, and how often a run was trained. */
async function work(plan: StudyPlan, train: TrainRun = trainRun, signal = new AbortController().signal) {
  const ends: string[] = [];
  let trained = 0;
  await workThrough(studyTasks(plan.study, plan), {
    ...{ index: new RunIndex(runsFolder), baseFolder: plan.baseFolder, signal },
    train: (options) => {
      trained++;
      return train(options);
    },
    onNews: (task, news: TaskNews) => {
      if (news.type === 'ended')
        ends.push(`${Object.values(task.cell).join()}: ${news.outcome} ${news.reason ?? ''}`.trim());
    },
  });
  return { ends, trained };
}

const stateOf = (plan: StudyPlan) => studyState(plan, new RunIndex(runsFolder).read());
const runFolders = () => readdirSync(runsFolder).filter((name) => !name.startsWith('.'));

describe('working through a study', () => {
  test('trains and evaluates each run once; done ones are not repeated, a changed configuration makes new cells only', async () => {
    const plan = tinyPlan();
    expect(stateOf(plan).tasks.map(({ state }) => state)).toEqual(['missing', 'missing']);
    expect(await work(plan)).toEqual({ ends: ['0.1: done', '1: done'], trained: 2 });
    const { tasks, values, verdict } = stateOf(plan);
    expect(tasks.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(values.map((run) => Object.keys(run.values))).toEqual([
      ['accuracy', 'shortcut'],
      ['accuracy', 'shortcut'],
    ]);
    expect(verdict.verdict).toBe('notEnoughSeeds');
    expect(await work(plan)).toEqual({ ends: ['0.1: done', '1: done'], trained: 0 });

    // One level more: the others have their runs already.
    const [axis] = plan.study.axes;
    const levels = [...(axis?.levels ?? []), { name: '5', config: { loss: { temperature: 5 } } }];
    const grown = { ...plan, study: { ...plan.study, axes: axis ? [{ ...axis, levels }] : [] } };
    expect(stateOf(grown).tasks.map(({ state }) => state)).toEqual(['done', 'done', 'missing']);
    expect((await work(grown)).trained).toBe(1);
    expect(runFolders()).toHaveLength(3);
  });

  test('goes on where it was stopped, without repeating a step', async () => {
    const plan = tinyPlan();
    const stop = new AbortController();
    const train: TrainRun = (options) =>
      trainRun({
        ...options,
        onEvent: (event) => {
          if (event.type === 'metrics' && event.line.step === 3) stop.abort();
          options.onEvent(event);
        },
      });
    expect(await work(plan, train, stop.signal)).toEqual({ ends: ['0.1: stopped'], trained: 1 });
    expect(stateOf(plan).tasks.map(({ state, progress }) => [state, progress])).toEqual([
      ['waiting', 3 / 8],
      ['missing', 0],
    ]);
    expect((await work(plan)).ends).toEqual(['0.1: done', '1: done']);
    expect(runFolders()).toHaveLength(2);
    const [first] = stateOf(plan).tasks;
    const steps = readMetrics(first?.run?.paths.metrics ?? '').lines.map(({ step }) => step);
    expect(steps).toEqual([...new Set(steps)]);
  });

  test('tells what failed and does the others', async () => {
    const train: TrainRun = (options) =>
      options.config.loss.temperature === 0.1
        ? Promise.reject(new UserError('the disk is full: make room'))
        : trainRun(options);
    expect(await work(tinyPlan(), train)).toEqual({
      ends: ['0.1: failed the disk is full: make room', '1: done'],
      trained: 2,
    });
  });

  test('tells what could not be evaluated, until that is tried again', async () => {
    const plan = tinyPlan();
    const aside = join(runsFolder, '.aside');
    const withoutCheckpoints: TrainRun = async (options) => {
      const end = await trainRun(options);
      const { run } = stateOf(plan).tasks[0] ?? {};
      if (options.config.loss.temperature === 0.1) renameSync(run?.paths.checkpoints ?? '', aside);
      return end;
    };
    const reason = expect.stringContaining('has no checkpoint') as string;
    expect((await work(plan, withoutCheckpoints)).ends).toEqual([
      expect.stringMatching(/^0.1: failed .* has no checkpoint/),
      '1: done',
    ]);
    const [failed] = stateOf(plan).tasks;
    expect(failed).toMatchObject({ state: 'failed', reason });

    renameSync(aside, failed?.run?.paths.checkpoints ?? '');
    expect(await work(plan)).toEqual({ ends: ['0.1: done', '1: done'], trained: 0 });
    expect(stateOf(plan).tasks[0]).toMatchObject({ state: 'done', reason: null });
  });

  test('tells a run that is evaluated from one that waits for it', async () => {
    const plan = tinyPlan();
    const stop = new AbortController();
    const train: TrainRun = async (options) => {
      const end = await trainRun(options);
      expect(stateOf(plan).tasks[0]?.state).toBe('evaluating');
      stop.abort();
      return end;
    };
    expect((await work(plan, train, stop.signal)).ends).toEqual(['0.1: stopped']);
    expect(stateOf(plan).tasks[0]?.state).toBe('waiting');
  });

  test('leaves alone what another process is at', async () => {
    const plan = tinyPlan();
    const [first] = studyTasks(plan.study, plan);
    const lock = claimTask(runsFolder, first?.key ?? '');
    expect((await work(plan)).ends).toEqual(['0.1: elsewhere', '1: done']);
    lock?.release();
  });
});
