import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ExtensionContext, WebviewPanel } from 'vscode';
import { RunPanels } from '../../../extension/runPanel/runPanels';
import * as editor from './fakeEditor';
import { fakeServices } from './fakeServices';
import { lossLines, metricsText } from './metricsText';
import { shownRun } from './shownRuns';
import { temporaryFolder } from './temporaryFolder';

vi.mock('vscode', () => import('./fakeEditor'));

const patient = { timeout: 20_000, interval: 5 };

beforeEach(() => vi.clearAllMocks());

function panelsOf(remembered?: unknown) {
  const runsFolder = temporaryFolder();
  const fake = fakeServices(runsFolder);
  const makeRun = (id: string) => {
    const folder = join(runsFolder, id);
    mkdirSync(folder);
    writeFileSync(join(folder, 'metrics.jsonl'), metricsText(lossLines(3, (step) => step)));
    fake.show(folder, shownRun({ folder, title: id }));
    return folder;
  };
  const globalState = { get: vi.fn(() => remembered), update: vi.fn(() => Promise.resolve()) };
  const context = { extensionUri: editor.Uri.file('/extension'), globalState } as unknown as ExtensionContext;
  const panels = new RunPanels(context, fake.services);
  onTestFinished(() => panels.dispose());
  return { ...fake, panels, makeRun, globalState, runsFolder };
}

function opened(index = 0) {
  const panel = editor.window.createWebviewPanel.mock.results[index]?.value as ReturnType<
    typeof editor.fakePanel
  >;
  return panel;
}

function messages(panel: ReturnType<typeof editor.fakePanel>, type: string) {
  return panel.posted.filter((message) => (message as { type: string }).type === type);
}

async function restore(state: unknown) {
  const serializer = editor.window.registerWebviewPanelSerializer.mock.calls[0]?.[1];
  const panel = editor.fakePanel();
  await serializer?.deserializeWebviewPanel(panel as WebviewPanel, state);
  return panel;
}

describe('RunPanels', () => {
  it('opens one panel a run, and shows it again instead of opening another', () => {
    const { panels, makeRun } = panelsOf();
    const folder = makeRun('a');
    panels.open(folder);
    panels.open(`${folder}/`, { preserveFocus: true });
    panels.open(makeRun('b'));
    expect(editor.window.createWebviewPanel).toHaveBeenCalledTimes(2);
    expect(opened().reveal.mock.calls).toEqual([[undefined, true]]);
    opened().dispose();
    panels.open(folder);
    expect(editor.window.createWebviewPanel).toHaveBeenCalledTimes(3);
  });

  it('gives the page its own files, a script by nonce and nothing more', () => {
    const { panels, makeRun } = panelsOf();
    const folder = makeRun('<img src=x>');
    panels.open(folder);
    const { html } = opened().webview;
    expect(html).toContain(`default-src 'none'; script-src 'nonce-`);
    expect(html).not.toMatch(/unsafe|https:[^/]|\*|onload|style=/);
    expect(html).not.toContain('img src');
    const [, script] = /script-src 'nonce-([^']+)'/.exec(html) ?? [];
    expect(html.match(/<script[^>]*>/g)).toEqual([
      `<script nonce="${script}" src="file:///extension/dist/webview/runPanel.js">`,
    ]);
    const { calls } = editor.window.createWebviewPanel.mock;
    const options = (calls[0] as unknown[] | undefined)?.[3];
    expect(options).toMatchObject({
      enableScripts: true,
      localResourceRoots: [{ path: '/extension/dist/webview' }],
    });
    expect(options).not.toHaveProperty('retainContextWhenHidden');
    panels.open(makeRun('b'));
    expect(opened(1).webview.html).not.toContain(script);
  });

  it('has the title and the state of its run on the tab, also while hidden', () => {
    const { panels, makeRun, show } = panelsOf();
    const folder = makeRun('a');
    panels.open(folder);
    expect(opened().title).toBe('a · training');
    opened().setVisible(false);
    show(folder, shownRun({ folder, title: 'renamed', state: 'finished' }));
    expect(opened().title).toBe('renamed · finished');
  });

  it('posts when the page is ready, and again when it was hidden and made anew', async () => {
    const { panels, makeRun } = panelsOf();
    panels.open(makeRun('a'));
    const panel = opened();
    panel.send({ type: 'ready' });
    await vi.waitFor(() => expect(messages(panel, 'series')).toHaveLength(1), patient);
    panel.setVisible(false);
    panel.setVisible(true);
    panel.send({ type: 'ready' });
    await vi.waitFor(() => expect(messages(panel, 'series')).toHaveLength(2), patient);
    expect(messages(panel, 'series')[1]).toEqual(messages(panel, 'series')[0]);
  });

  it('turns buttons into commands on its run', () => {
    const { panels, makeRun } = panelsOf();
    const folder = makeRun('a');
    panels.open(folder);
    opened().send({ type: 'action', action: 'pause' });
    opened().send({ type: 'action', action: 'duplicate' });
    expect(editor.commands.executeCommand.mock.calls).toEqual([
      ['simclr.pauseRun', folder],
      ['simclr.duplicateRun', folder],
    ]);
  });

  it('opens a checkpoint, shows where it lies, or says that it is gone', async () => {
    const { panels, makeRun } = panelsOf();
    const folder = makeRun('a');
    mkdirSync(join(folder, 'checkpoints'));
    const path = join(folder, 'checkpoints', 'step-00000040.safetensors');
    writeFileSync(path, '');
    panels.open(folder);
    opened().send({ type: 'openCheckpoint', step: 40 });
    await vi.waitFor(() =>
      expect(editor.commands.executeCommand.mock.calls).toMatchObject([
        ['vscode.openWith', { path }, 'simclr.checkpoint'],
      ]),
    );
    opened().send({ type: 'revealCheckpoint', step: 40 });
    await vi.waitFor(() =>
      expect(editor.commands.executeCommand.mock.calls.at(-1)).toMatchObject(['revealFileInOS', { path }]),
    );
    opened().send({ type: 'openCheckpoint', step: 39 });
    await vi.waitFor(() =>
      expect(editor.window.showErrorMessage).toHaveBeenCalledWith(
        expect.stringMatching(/step 39 is no longer there/),
      ),
    );
  });

  it('ignores and logs messages that are not of the contract', () => {
    const { panels, makeRun, log } = panelsOf();
    panels.open(makeRun('a'));
    const bad = [
      null,
      'ready',
      { type: 'action', action: 'delete' },
      { type: 'newPairs', count: 1e9 },
      { type: 'export', chart: '../../x', format: 'csv', keys: [], data: '' },
      { type: 'settings', settings: { smoothing: 2 } },
    ];
    for (const message of bad) opened().send(message);
    expect(log.warn).toHaveBeenCalledTimes(bad.length);
    expect(editor.commands.executeCommand).not.toHaveBeenCalled();
  });

  it('shows why a command failed', async () => {
    const { panels, makeRun } = panelsOf();
    panels.open(makeRun('a'));
    editor.commands.executeCommand.mockRejectedValueOnce(new Error('The run has ended.'));
    opened().send({ type: 'action', action: 'stop' });
    await vi.waitFor(() => expect(editor.window.showErrorMessage).toHaveBeenCalledWith('The run has ended.'));
  });

  it('remembers chart settings and hands them to the other panels', async () => {
    const old = { smoothing: 0.3, xAxis: 'epoch', logarithmic: ['loss'], tables: [] };
    const { panels, makeRun, globalState } = panelsOf(old);
    panels.open(makeRun('a'));
    panels.open(makeRun('b'));
    for (const panel of [opened(0), opened(1)]) panel.send({ type: 'ready' });
    await vi.waitFor(
      () => expect(messages(opened(1), 'settings')).toEqual([{ type: 'settings', settings: old }]),
      patient,
    );
    const settings = { ...old, smoothing: 0.9 };
    opened(0).send({ type: 'settings', settings });
    await vi.waitFor(
      () => expect(messages(opened(1), 'settings')).toContainEqual({ type: 'settings', settings }),
      patient,
    );
    expect(globalState.update).toHaveBeenCalledWith(expect.any(String), settings);
    panels.open(makeRun('c'));
    opened(2).send({ type: 'ready' });
    await vi.waitFor(
      () => expect(messages(opened(2), 'settings')).toEqual([{ type: 'settings', settings }]),
      patient,
    );
  });

  it('starts with settings of its own where the remembered ones are unreadable', async () => {
    const { panels, makeRun } = panelsOf({ smoothing: 'much' });
    panels.open(makeRun('a'));
    opened().send({ type: 'ready' });
    await vi.waitFor(
      () => expect(messages(opened(), 'settings')).toMatchObject([{ settings: { xAxis: 'step' } }]),
      patient,
    );
  });

  it('comes back after a reload, and says so where the run does not', async () => {
    const { makeRun, runsFolder } = panelsOf();
    const folder = makeRun('a');
    const panel = await restore({ folder });
    expect(panel.title).toBe('a · training');
    expect(panel.webview.options).toMatchObject({ enableScripts: true });
    const gone = await restore({ folder: join(runsFolder, 'gone') });
    gone.send({ type: 'ready' });
    await vi.waitFor(() => expect(messages(gone, 'gone')).toHaveLength(1), patient);
    expect(gone.title).toBe('gone');
  });

  it('closes a restored panel that has no run, or the run of another', async () => {
    const { panels, makeRun } = panelsOf();
    const folder = makeRun('a');
    panels.open(folder);
    expect((await restore({ folder })).isGone()).toBe(true);
    expect((await restore(undefined)).isGone()).toBe(true);
    expect((await restore({ folder: 7 })).isGone()).toBe(true);
    expect(opened().isGone()).toBe(false);
  });

  it('exports a chart where the user wants it, and offers to open it', async () => {
    const { panels, makeRun, runsFolder } = panelsOf();
    panels.open(makeRun('a'));
    opened().send({ type: 'ready' });
    await vi.waitFor(() => expect(messages(opened(), 'series')).toHaveLength(1), patient);
    const target = join(runsFolder, 'loss.csv');
    editor.window.showSaveDialog.mockResolvedValueOnce(editor.Uri.file(target));
    editor.window.showInformationMessage.mockResolvedValueOnce('Open');
    opened().send({ type: 'export', chart: 'loss', format: 'csv', keys: ['loss'], data: '' });
    await vi.waitFor(() => expect(editor.commands.executeCommand).toHaveBeenCalled(), patient);
    expect(readFileSync(target, 'utf8')).toBe('step,epoch,time,loss\n1,0.1,0.5,1\n2,0.2,1,2\n3,0.3,1.5,3\n');
    expect(editor.window.showSaveDialog.mock.calls[0]).toMatchObject([
      { defaultUri: { path: '/work/a-loss.csv' } },
    ]);
    expect(editor.commands.executeCommand.mock.calls[0]?.[0]).toBe('vscode.open');
  });

  it('writes nothing when the dialog is cancelled or the picture is none, and says when a file cannot be written', async () => {
    const { panels, makeRun, runsFolder, log } = panelsOf();
    panels.open(makeRun('a'));
    const svg = { type: 'export', chart: 'loss', format: 'svg', keys: [], data: '<svg></svg>' };
    opened().send(svg);
    await vi.waitFor(() => expect(editor.window.showSaveDialog).toHaveBeenCalledTimes(1));
    opened().send({ ...svg, data: '<script></script>' });
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(editor.window.showSaveDialog).toHaveBeenCalledTimes(1);
    editor.window.showSaveDialog.mockResolvedValueOnce(editor.Uri.file(join(runsFolder, 'none', 'a.svg')));
    opened().send(svg);
    await vi.waitFor(() => expect(editor.window.showErrorMessage).toHaveBeenCalled(), patient);
    expect(editor.window.showErrorMessage.mock.calls[0]?.[0]).toMatch(
      /was not exported: .*the folder does not exist/,
    );
    expect(editor.window.showInformationMessage).not.toHaveBeenCalled();
  });

  it('closes its panels when it is disposed of', () => {
    const { panels, makeRun, listeners } = panelsOf();
    panels.open(makeRun('a'));
    panels.open(makeRun('b'));
    panels.dispose();
    expect(opened(0).isGone() && opened(1).isGone()).toBe(true);
    expect(listeners.size).toBe(0);
  });
});
