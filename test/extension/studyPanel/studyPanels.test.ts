import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { Emitter } from 'vscode-jsonrpc/node';
import type { StudyEngines } from '../../../extension/engine/studyEngines';
import type { Services } from '../../../extension/services';
import type { KnownStudy } from '../../../extension/studies/knownStudy';
import { writePlan } from '../../../engine/studies/studyPlan';
import { StudyStore } from '../../../extension/studies/studyStore';
import { figureCsv } from '../../../extension/studyPanel/figureCsv';
import type { FigureData, StudyView, ToStudyPanel } from '../../../extension/studyPanel/messages';
import { StudyPanels } from '../../../extension/studyPanel/studyPanels';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { windows } from '../engine/windows';
import * as editor from '../runPanel/fakeEditor';
import { doneRun, runOf, shortPlan, shortStudy, shortTasks, startOnDisk } from '../studies/studyRuns';

vi.mock('vscode', async () => {
  const fake = await import('../runPanel/fakeEditor');
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: vi.fn() }) };
  return {
    ...fake,
    EventEmitter: (await import('vscode-jsonrpc/node')).Emitter,
    ProgressLocation: {},
    workspace: {
      ...{ ...fake.workspace, isTrusted: true, onDidGrantWorkspaceTrust: () => ({ dispose: vi.fn() }) },
      getConfiguration: () => ({ get: (_: string, fallback: unknown) => fallback }),
    },
    window: Object.assign(fake.window, {
      withProgress: (_: unknown, work: (progress: unknown, token: unknown) => unknown) => work(null, token),
    }),
  };
});

const folder = temporaryFolder();
const { openTool } = windows();
beforeEach(() => vi.clearAllMocks());

const written: KnownStudy = {
  ...{ name: 'small', title: 'Small', origin: 'file', path: '/work/small.study.json' },
  ...{ study: shortStudy, problem: null },
};

/** Two of the study's six runs are done, and one has failed. */
function someRuns() {
  const [none, linear, wide] = shortTasks;
  const runs = [none, linear].flatMap((task) => (task ? [doneRun(task, 0.5, 60)] : []));
  if (wide !== undefined) runs.push(runOf(wide, 'failed', { reason: 'no memory is left' }));
  return runs;
}

/** The panels of a window, the program that is asked what studies take, and the page of the study. */
function open(known: KnownStudy = written, runs = someRuns()) {
  const store = { runs, runsFolder: folder(), loaded: true, onDidChange: new Emitter<never>().event };
  const files = { studies: [known], loaded: true, onDidChange: new Emitter<void>().event };
  const log = { warn: vi.fn() };
  const studies = new StudyStore(store, files, log);
  // As a process: it ends with the signal.
  const answer = vi.fn<StudyEngines['answer']>(
    (_args, _folder, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended')))),
  );
  const services = { store, log, tool: openTool().tool, studyEngines: { answer } } as unknown as Services;
  const panels = new StudyPanels({ extensionUri: editor.Uri.file('/extension') as never }, services, studies);
  onTestFinished(() => {
    panels.dispose();
    studies.dispose();
  });
  panels.open('small', 'minutes');
  const panel = editor.window.createWebviewPanel.mock.results[0]?.value as ReturnType<
    typeof editor.fakePanel
  >;
  panel.send({ type: 'ready' });
  return { panels, panel, log, answer };
}

function viewOf({ posted }: { readonly posted: readonly unknown[] }): StudyView {
  const message = (posted as ToStudyPanel[]).at(-1);
  if (message?.type !== 'study') throw new Error('No study was told.');
  return message.view;
}

test('a study that is run is told with its cells, its cost and its rules', () => {
  startOnDisk(folder(), {});
  const { panel } = open();
  expect(panel.title).toBe('Small · minutes');
  const view = viewOf(panel);
  expect(view).toMatchObject({
    ...{ phase: 'running', verdict: 'notRun', images: 'built-in images', seeds: 2, changed: false },
    progress: { done: 2, failed: 1, total: 6 },
    // Two minutes for two runs; four are left.
    ...{ spent: 120, left: 240, otherSizes: ['paper'] },
    // The rule takes all three cells.
    rules: [{ word: 'not all run', difference: '', seeds: 0, margin: 1 }],
  });
  expect(view.cells.map(({ name, state }) => [name, state])).toEqual([
    ['none · 8', 'partly'],
    ['linear · 8', 'partly'],
    ['linear · 16', 'failed'],
  ]);
  expect(view.cells[0]).toMatchObject({
    value: { mean: 50, count: 1 },
    runs: [{ seed: 0 }, { folder: null }],
  });
  expect(view.cells[2]?.runs[0]).toMatchObject({ state: 'failed', reason: 'no memory is left' });
});

test('a study that was never started is told as it would be run', () => {
  expect(viewOf(open().panel)).toMatchObject({
    phase: 'new',
    progress: { total: 6 },
    about: 'Two epochs of few images.',
    // Runs that are done tell better than what could be measured.
    outlook: null,
  });
});

test('levels have the labels that they have at the size, and cells keep the names of levels as keys', () => {
  const { minutes } = shortStudy.sizes;
  const labelled = {
    ...shortStudy,
    ...{ sizes: { minutes: { ...minutes, levels: { size: { '16': { label: 'sixteen' } } } } } },
    axes: shortStudy.axes.map((axis) => ({
      ...axis,
      levels: axis.levels.map((level) => (level.name === 'none' ? { ...level, label: 'no head' } : level)),
    })),
  } as typeof shortStudy;
  const view = viewOf(open({ ...written, study: labelled }).panel);
  expect(view.axes.map(({ levels }) => levels.map(({ name, label }) => `${name}: ${label}`))).toEqual([
    ['none: no head', 'linear: linear'],
    ['8: 8', '16: sixteen'],
  ]);
  expect(view.cells.map(({ name, label, at }) => [name, label, at['size']])).toEqual([
    ['none · 8', 'no head · 8', '8'],
    ['linear · 8', 'linear · 8', '8'],
    ['linear · 16', 'linear · sixteen', '16'],
  ]);
  expect(figureCsv(view.figures[0] as FigureData).map((line) => line.split(',').slice(0, 2).join())).toEqual(
    expect.arrayContaining(['Projection head,Size of z', 'no head,sixteen']),
  );
});

test('before the first run the program is asked what the study takes, once, and never while nobody looks', async () => {
  const { panel, answer } = open(written, []);
  expect(viewOf(panel).outlook).toEqual({ state: 'measuring' });
  await vi.waitFor(() => expect(answer).toHaveBeenCalledTimes(1));
  const [args, , signal] = answer.mock.calls[0] ?? [];
  const start = ['study', 'cost', '/work/small.study.json', '--size', 'minutes', '--seeds', '2'];
  expect(args).toEqual([...start, '--runs', folder(), '--json']);
  panel.setVisible(false);
  expect(signal?.aborted).toBe(true);

  answer.mockResolvedValueOnce('{"runs":6,"seconds":780,"device":"cpu, wide kernels","parallel":2}\n');
  panel.setVisible(true);
  panel.send({ type: 'ready' });
  const known = { state: 'known', seconds: 780, parallel: 2, device: 'cpu, wide kernels' };
  // The first question was never answered: only that it was given up lets the next one be asked.
  await vi.waitFor(() => expect(viewOf(panel).outlook).toEqual(known));
  panel.send({ type: 'ready' });
  expect(viewOf(panel).outlook).toEqual(known);
  expect(answer).toHaveBeenCalledTimes(2);
});

test('a study that was started on images that are gone says so, and what to do', async () => {
  const changes = { data: { source: 'photos' }, device: { threads: 2 } };
  writePlan(folder(), { ...shortPlan, changes, seeds: 3 });
  const { panel, answer } = open(written, []);
  answer.mockRejectedValueOnce(new Error('data.source "photos" does not exist.'));
  panel.setVisible(false);
  panel.setVisible(true);
  panel.send({ type: 'ready' });
  await vi.waitFor(() => {
    expect(viewOf(panel).outlook).toEqual({
      state: 'failed',
      message: expect.stringMatching(
        /^data\.source "photos" does not exist\. Put them there, or .*small/,
      ) as string,
    });
  });
  const [args, cwd] = answer.mock.lastCall ?? [];
  expect(args).toEqual(
    expect.arrayContaining(['--seeds', '3', '--set', 'data.source=photos', '--set', 'device.threads=2']),
  );
  expect(cwd).toBe('/data');
});

test('nothing is measured while the study runs', () => {
  startOnDisk(folder(), {});
  expect(viewOf(open(written, []).panel).outlook).toBeNull();
});

test('a study that was changed since it was started says so', () => {
  startOnDisk(folder(), null);
  const { panel } = open({ ...written, study: { ...shortStudy, claim: 'Another one.' } });
  expect(viewOf(panel)).toMatchObject({ phase: 'idle', changed: true, claim: 'A head helps.' });
});

test('buttons and cells lead to commands; other messages are ignored', () => {
  const { panel, log } = open();
  panel.send({ type: 'action', action: 'stop' });
  expect(editor.commands.executeCommand).toHaveBeenLastCalledWith('simclr.stopStudy', 'small', 'minutes');
  panel.send({ type: 'openRun', folder: '/runs/a' });
  expect(editor.commands.executeCommand).toHaveBeenLastCalledWith('simclr.openRun', '/runs/a');
  panel.send({ type: 'action', action: 'format' });
  expect(log.warn).toHaveBeenCalledTimes(1);
});

test('a figure is saved as a drawing by the engine, and as the numbers that it shows', async () => {
  startOnDisk(folder(), null);
  const { panel } = open();
  const save = (name: string) => {
    const path = join(folder(), name);
    editor.window.showSaveDialog.mockResolvedValueOnce({ scheme: 'file', path, fsPath: path });
    return path;
  };
  const svg = save('bars.svg');
  panel.send({ type: 'export', figure: 0, format: 'svg' });
  await vi.waitFor(() => expect(readFileSync(svg, 'utf8')).toMatch(/^<svg[^]*Accuracy[^]*<\/svg>/), {
    timeout: 20_000,
  });
  const csv = save('bars.csv');
  panel.send({ type: 'export', figure: 0, format: 'csv' });
  await vi.waitFor(() => expect(readFileSync(csv, 'utf8').split('\n')).toContain('linear,8,50,,1,60'), {
    timeout: 5000,
  });
});

test('a panel comes back after a reload, and is closed where it has nothing to show', async () => {
  open();
  const [, serializer] = editor.window.registerWebviewPanelSerializer.mock.calls[0] ?? [];
  const [back, lost] = [editor.fakePanel(), editor.fakePanel()];
  await serializer?.deserializeWebviewPanel(back as WebviewPanel, { name: 'small', size: 'paper' });
  await serializer?.deserializeWebviewPanel(lost as WebviewPanel, { name: 'small' });
  expect([back.isGone(), lost.isGone()]).toEqual([false, true]);
  back.send({ type: 'ready' });
  expect(viewOf(back)).toMatchObject({ size: 'paper', phase: 'new' });
});
