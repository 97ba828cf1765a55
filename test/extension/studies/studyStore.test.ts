import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Emitter } from 'vscode-jsonrpc/node';
import { studyLockPath, writePlan } from '../../../engine/studies/studyPlan';
import type { RunChange } from '../../../extension/runs/runStore';
import type { ShownRun } from '../../../extension/runs/shownRun';
import type { KnownStudy } from '../../../extension/studies/knownStudy';
import { stopStudy } from '../../../extension/studies/stopStudy';
import { StudyStore } from '../../../extension/studies/studyStore';
import { describeStudy } from '../../../extension/views/describeStudy';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { smallStudy } from '../../engine/studies/smallStudy';
import { doneRun, runOf, shortPlan, shortStudy, shortTasks, startOnDisk } from './studyRuns';

vi.mock('vscode', async () => ({ ...(await import('../fakeVscode')), EventEmitter: Emitter }));

const folder = temporaryFolder();
const written: KnownStudy = {
  ...{ name: 'small', title: 'Small', origin: 'file', path: '/work/small.study.json' },
  ...{ study: shortStudy, problem: null },
};
const [none, linear, wide] = shortTasks as [
  (typeof shortTasks)[0],
  (typeof shortTasks)[0],
  (typeof shortTasks)[0],
];

/** The studies of a window with these runs, and one study that is written down. */
function open(runs: readonly ShownRun[] = [], studies: readonly KnownStudy[] = [written]) {
  const changes = new Emitter<RunChange>();
  const store = { runs, runsFolder: folder(), loaded: true, onDidChange: changes.event };
  const files = { studies, loaded: true, onDidChange: new Emitter<void>().event };
  const opened = new StudyStore(store, files, { warn: vi.fn() });
  onTestFinished(() => opened.dispose());
  const line = () => describeStudy(opened.studies[0] as KnownStudy, opened.startedOf('small'));
  return { studies: opened, store, changes, line };
}

describe('a study in the list', () => {
  test('that was never started says so', () => {
    expect(open().line()).toMatchObject({ description: 'not run', contextValue: 'simclr.study.file.new' });
  });

  test('says how far it is while it is run, what failed, and what is left by the pace so far', () => {
    startOnDisk(folder(), {});
    const failed = runOf(linear, 'failed', { reason: 'no memory' });
    const { line } = open([doneRun(none, 0.5, 300), failed]);
    expect(line()).toMatchObject({
      icon: 'sync~spin',
      description: '1 of 6 runs, 1 failed · 16 % · 25 min left',
      contextValue: 'simclr.study.file.running',
    });
  });

  test('that has two runs going at a time will take half as long', () => {
    startOnDisk(folder(), {});
    const { line } = open([doneRun(none, 0.5, 300), runOf(linear, 'running'), runOf(wide, 'running')]);
    expect(line().description).toMatch(/ · 13 min left$/);
  });

  test('says what came of it, as soon as it is stopped too', () => {
    startOnDisk(folder(), null);
    const runs = shortTasks.map((task, at) => doneRun(task, [0.5, 0.6, 0.61, 0.52, 0.63, 0.64][at] ?? 0));
    expect(open(runs).line()).toMatchObject({ icon: 'pass', description: 'holds · 6 of 6 runs' });
    expect(open(runs.slice(0, 4)).line()).toMatchObject({
      ...{ icon: 'question', description: 'not enough seeds · 4 of 6 runs' },
      contextValue: 'simclr.study.file.started',
    });
  });

  test('is known by its plan alone once its file is gone', () => {
    startOnDisk(folder(), null);
    expect(open([], []).studies.studies).toMatchObject([{ name: 'small', origin: 'plan', path: null }]);
  });

  test('whose file is wrong cannot be run', () => {
    const wrong: KnownStudy = { ...written, study: null, problem: 'small.study.json: name: …' };
    expect(open([], [wrong]).line()).toMatchObject({ icon: 'error', description: 'cannot be run' });
  });
});

test('the end of the process that ran a study is told once, and what its runs came to meanwhile', async () => {
  startOnDisk(folder(), {});
  const { studies, store, changes, line } = open([doneRun(none, 0.5)]);
  const ends = vi.fn();
  const changed = vi.fn();
  studies.onDidEnd(ends);
  studies.onDidChange(changed);
  expect(studies.running).toHaveLength(1);
  store.runs = [doneRun(none, 0.5), doneRun(linear, 0.6), doneRun(wide, 0.6)];
  changes.fire({ folders: new Set() });
  await vi.waitFor(() => expect(changed).toHaveBeenCalled(), { timeout: 5000 });
  expect(line().description).toMatch(/^not enough seeds · 3 of 6 runs/);
  rmSync(studyLockPath(folder(), 'small', 'minutes'));
  await vi.waitFor(() => expect(ends).toHaveBeenCalledTimes(1), { timeout: 5000 });
  expect(studies.running).toEqual([]);
  studies.look();
  expect(ends).toHaveBeenCalledTimes(1);
});

test('a study whose runs still lack evaluations is looked at again, since a cluster makes them without a word', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  writePlan(folder(), { ...shortPlan, study: smallStudy });
  const { studies } = open([doneRun(none, 0.5)]);
  const changed = vi.fn();
  studies.onDidChange(changed);
  vi.advanceTimersByTime(60_000);
  expect(changed).not.toHaveBeenCalled();
  // Somebody looks.
  expect(studies.startedAt('small', 'minutes')?.standing.state?.tasks[0]?.state).toBe('waiting');
  vi.advanceTimersByTime(10_000);
  expect(changed).toHaveBeenCalledTimes(1);
});

describe('stopping a study', () => {
  const started = () => {
    const [found] = open().studies.startedOf('small');
    if (found === undefined) throw new Error('It was not started.');
    return found;
  };

  test('tells its process to end', () => {
    startOnDisk(folder(), {});
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    stopStudy(started());
    expect(kill).toHaveBeenLastCalledWith(process.pid, 'SIGTERM');
    kill.mockRestore();
  });

  test('is left to the machine that runs it', () => {
    startOnDisk(folder(), { pid: 4711, host: 'node7' });
    expect(() => stopStudy(started())).toThrow('“Small” is run by process 4711 on node7: stop it there.');
  });

  test('that nobody runs is nothing to do', () => {
    startOnDisk(folder(), null);
    expect(() => stopStudy(started())).toThrow('“Small” is not being run');
  });
});
