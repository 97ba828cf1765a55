import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { Emitter } from 'vscode-jsonrpc/node';
import type { Services } from '../../../extension/services';
import type { KnownStudy } from '../../../extension/studies/knownStudy';
import { StudyStore } from '../../../extension/studies/studyStore';
import type { StudyView, ToStudyPanel } from '../../../extension/studyPanel/messages';
import { StudyPanels } from '../../../extension/studyPanel/studyPanels';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { windows } from '../engine/windows';
import * as editor from '../runPanel/fakeEditor';
import { doneRun, runOf, shortStudy, shortTasks, startOnDisk } from '../studies/studyRuns';

vi.mock('vscode', async () => {
  const fake = await import('../runPanel/fakeEditor');
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: vi.fn() }) };
  return {
    ...fake,
    EventEmitter: (await import('vscode-jsonrpc/node')).Emitter,
    ProgressLocation: {},
    workspace: { ...fake.workspace, isTrusted: true, onDidGrantWorkspaceTrust: () => ({ dispose: vi.fn() }) },
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

/** The panels of a window in which two of the study's six runs are done, and one has failed. */
function open(known: KnownStudy = written) {
  const [none, linear, wide] = shortTasks;
  const runs = [none, linear].flatMap((task) => (task ? [doneRun(task, 0.5, 60)] : []));
  if (wide !== undefined) runs.push(runOf(wide, 'failed', { reason: 'no memory is left' }));
  const store = { runs, runsFolder: folder(), loaded: true, onDidChange: new Emitter<never>().event };
  const files = { studies: [known], loaded: true, onDidChange: new Emitter<void>().event };
  const log = { warn: vi.fn() };
  const studies = new StudyStore(store, files, log);
  const services = { store, log, tool: openTool().tool } as unknown as Services;
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
  return { panels, panel, log };
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
  });
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
