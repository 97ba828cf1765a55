import { expect, test, vi } from 'vitest';
import { Emitter } from 'vscode-jsonrpc/node';
import type { ShownRun } from '../../../extension/runs/shownRun';
import { StartedStudy } from '../../../extension/studies/startedStudy';
import { StudyNotifier } from '../../../extension/studies/studyNotifier';
import { doneRun, runOf, shortPlan, shortTasks } from './studyRuns';

const window = vi.hoisted(() => ({
  showInformationMessage: vi.fn(() => Promise.resolve('Open')),
  showWarningMessage: vi.fn(() => Promise.resolve(undefined)),
}));
const executeCommand = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock('vscode', async () => {
  const { commandParts, ...fake } = await import('../fakeVscode');
  return { ...fake, ...commandParts, window, commands: { executeCommand } };
});

/** The process of the study ends, and these are its runs. */
async function end(runs: readonly ShownRun[]) {
  vi.clearAllMocks();
  const byKey = new Map(shortTasks.flatMap(({ key }, at) => (runs[at] ? [[key, runs[at].run]] : [])));
  const started = new StartedStudy(shortPlan, null, () => byKey, vi.fn());
  const ends = new Emitter<StartedStudy>();
  const studies = { startedAt: () => started, look: vi.fn(), onDidEnd: ends.event };
  const refresh = vi.fn(() => Promise.resolve());
  const notifier = new StudyNotifier(studies, { refresh, runsFolder: '/runs' });
  ends.fire(started);
  await vi.waitFor(() => expect(studies.look).toHaveBeenCalled());
  await new Promise(setImmediate);
  notifier.dispose();
}

const whole = shortTasks.map((task, at) => doneRun(task, [0.5, 0.6, 0.61, 0.52, 0.63, 0.64][at] ?? 0));

test('a study that has finished is told with its verdict, and opened when asked', async () => {
  await end(whole);
  expect(window.showInformationMessage).toHaveBeenCalledWith('Small · minutes finished: holds.', 'Open');
  expect(executeCommand).toHaveBeenCalledWith('simclr.openStudy', 'small', 'minutes');
});

test('one with runs that failed, or whose process was killed, is a warning with the log', async () => {
  const [first, second] = shortTasks;
  if (first === undefined || second === undefined) throw new Error('no tasks');
  const expected = 'Small · minutes ended: not all run, 1 of 6 runs';
  await end([doneRun(first, 0.5), runOf(second, 'failed')]);
  expect(window.showWarningMessage).toHaveBeenCalledWith(`${expected}, 1 failed.`, 'Open', 'Show Log');
  await end([doneRun(first, 0.5), runOf(second, 'interrupted')]);
  expect(window.showWarningMessage).toHaveBeenCalledWith(`${expected}.`, 'Open', 'Show Log');
});

test('one that somebody has stopped is no news', async () => {
  await end(whole.slice(0, 3));
  expect(window.showInformationMessage).not.toHaveBeenCalled();
  expect(window.showWarningMessage).not.toHaveBeenCalled();
});
