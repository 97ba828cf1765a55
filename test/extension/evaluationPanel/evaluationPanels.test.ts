import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Emitter } from 'vscode-jsonrpc/node';
import type { WebviewPanelSerializer } from 'vscode';
import { writeEvaluation } from '../../../engine/runs/evaluations';
import { runPaths } from '../../../engine/runs/runPaths';
import { EvaluationPanels } from '../../../extension/evaluationPanel/evaluationPanels';
import { evaluationOf } from '../evaluations/evaluationOf';
import * as editor from '../runPanel/fakeEditor';
import { fakeServices } from '../runPanel/fakeServices';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';

vi.mock('vscode', async () => await import('../runPanel/fakeEditor'));

const folder = temporaryFolder();
const changes = new Emitter<string>();
let panels: EvaluationPanels;
let path: string;

beforeEach(() => {
  vi.clearAllMocks();
  path = writeEvaluation(runPaths(folder()).evaluations, evaluationOf());
  const context = { extensionUri: editor.Uri.file('/extension') };
  panels = new EvaluationPanels(context as never, fakeServices('/runs').services, {
    onDidChange: changes.event,
  });
});
afterEach(() => {
  panels.dispose();
});

const opened = () => editor.window.createWebviewPanel.mock.results.map(({ value }) => value);
const restore = (panel: ReturnType<typeof editor.fakePanel>, state: unknown) => {
  const [call] = editor.window.registerWebviewPanelSerializer.mock.calls;
  const serializer = call?.[1] as WebviewPanelSerializer;
  return serializer.deserializeWebviewPanel(panel, state);
};
/** What the page was last sent. */
const last = (panel: ReturnType<typeof editor.fakePanel>) =>
  vi.waitFor(() => {
    const message = panel.posted.at(-1);
    expect(message).toBeDefined();
    return message;
  });

test('opens a page for each evaluation once, and sends it when the page is ready', async () => {
  panels.open(path);
  panels.open(path);
  const [panel, ...others] = opened();
  expect(others).toEqual([]);
  expect(panel?.reveal).toHaveBeenCalledOnce();
  expect(panel?.posted).toEqual([]);
  panel?.send({ type: 'ready' });
  expect(panel && (await last(panel))).toMatchObject({
    type: 'evaluation',
    view: { path, record: { step: 20 }, repeatable: false },
  });
  expect(panel?.title).toMatch(/ · evaluation of step 20$/);
});

test('comes back after a reload of the window, and only with what it remembers', async () => {
  const panel = editor.fakePanel();
  await restore(panel, { path, open: {}, scroll: 0 });
  panel.send({ type: 'ready' });
  expect(await last(panel)).toMatchObject({ type: 'evaluation', view: { path } });
  const second = editor.fakePanel();
  await restore(second, { path });
  expect(second.isGone()).toBe(true);
  const blank = editor.fakePanel();
  await restore(blank, undefined);
  expect(blank.isGone()).toBe(true);
});

test('says when its file is gone, or no evaluation', async () => {
  panels.open(path);
  const [panel] = opened();
  if (panel === undefined) throw new Error('no panel');
  panel.send({ type: 'ready' });
  await last(panel);
  rmSync(path);
  changes.fire(folder());
  await vi.waitFor(() =>
    expect(panel.posted.at(-1)).toMatchObject({
      type: 'gone',
      message: expect.stringContaining(`${path} is gone`),
    }),
  );
  writeFileSync(join(path), '{}');
  changes.fire(folder());
  await vi.waitFor(() =>
    expect(panel.posted.at(-1)).toMatchObject({ message: expect.stringContaining('is no evaluation') }),
  );
});

test('does what the page asks, and nothing that it cannot ask', async () => {
  panels.open(path);
  const [panel] = opened();
  panel?.send({ type: 'ready' });
  if (panel !== undefined) await last(panel);
  panel?.send({ type: 'action', action: 'repeat' });
  expect(editor.commands.executeCommand).toHaveBeenCalledWith('simclr.evaluateCheckpoint', folder(), 20);
  panel?.send({ type: 'action', action: 'delete everything' });
  panel?.send({ type: 'export', format: '../x' });
  expect(editor.commands.executeCommand).toHaveBeenCalledOnce();
  expect(editor.window.showSaveDialog).not.toHaveBeenCalled();
  panel?.send({ type: 'export', format: 'csv' });
  await vi.waitFor(() => expect(editor.window.showSaveDialog).toHaveBeenCalledOnce());
});
