import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { exportCommands } from '../../../extension/commands/exportCommands';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { windows } from '../engine/windows';
import { endedRun, openStore } from '../runs/diskRuns';

/** What the user answers to the dialogs, and what was opened and said. */
const user = vi.hoisted(() => ({
  saved: undefined as string | undefined,
  folder: undefined as string | undefined,
  format: undefined as string | undefined,
  proposed: '',
  opened: [] as string[],
  warned: [] as string[],
}));
vi.mock('vscode', async () => {
  const { commandParts, fileUri: uri, ...fake } = await import('../fakeVscode');
  return {
    ...fake,
    ...commandParts,
    env: { openExternal: ({ path }: { path: string }) => user.opened.push(path), uiKind: 1 },
    workspace: { isTrusted: true, workspaceFolders: [{ uri: uri('/work') }] },
    commands: {
      executeCommand: (_: string, { path }: { path: string }) => Promise.resolve(user.opened.push(path)),
    },
    window: {
      showSaveDialog: ({ defaultUri }: { defaultUri: { path: string } }) => {
        user.proposed = defaultUri.path;
        return Promise.resolve(user.saved === undefined ? undefined : uri(user.saved));
      },
      showOpenDialog: () => Promise.resolve(user.folder === undefined ? undefined : [uri(user.folder)]),
      showQuickPick: (items: readonly { format: string }[]) =>
        Promise.resolve(items.find(({ format }) => format === user.format)),
      showInformationMessage: () => Promise.resolve(undefined),
      showWarningMessage: (text: string) => Promise.resolve(user.warned.push(text)),
      withProgress: (_: unknown, work: (progress: unknown, token: unknown) => unknown) =>
        work(null, {
          isCancellationRequested: false,
          onCancellationRequested: () => ({ dispose: () => undefined }),
        }),
    },
  };
});

const folder = temporaryFolder();
const { openTool } = windows();
beforeEach(() => {
  Object.assign(user, {
    ...{ saved: undefined, folder: undefined, format: undefined, proposed: '', opened: [], warned: [] },
  });
});

/** The commands in a window with one run, and that run's folder. */
async function opened() {
  const run = endedRun(folder(), 'stopped', 'first');
  const store = openStore(folder());
  await store.refresh();
  const { tool } = openTool();
  const view = { selection: [] } as unknown as Parameters<typeof exportCommands>[1];
  return { run, commands: exportCommands({ store, tool }, view) };
}

test('a report is written where the user says, under the run’s name, and opened', async () => {
  const { run, commands } = await opened();
  user.saved = join(folder(), 'out', 'mine.html');
  await commands['simclr.writeReport'](run);
  expect(user.proposed).toMatch(/^\/work\/.*_first\.html$/);
  expect(readFileSync(user.saved, 'utf8')).toContain('<h1>first</h1>');
  expect(user.opened).toEqual([user.saved]);
});

test('metrics go to a CSV that is opened, or to a folder of the run’s for TensorBoard', async () => {
  const { run, commands } = await opened();
  user.format = 'csv';
  user.saved = join(folder(), 'mine.csv');
  await commands['simclr.exportMetrics'](run);
  expect(readFileSync(user.saved, 'utf8')).toMatch(/^step,epoch,time,loss/);
  expect(user.opened).toEqual([user.saved]);

  user.format = 'tensorboard';
  user.folder = join(folder(), 'logs');
  await commands['simclr.exportMetrics'](run);
  const [name = ''] = readdirSync(user.folder);
  expect(name).toMatch(/_first$/);
  expect(readdirSync(join(user.folder, name)).join()).toContain('tfevents');
  expect(user.warned.join()).toContain('no embeddings yet');
});

test('a dialog that is closed ends it, and what goes wrong is said in the engine’s sentence', async () => {
  const { run, commands } = await opened();
  await commands['simclr.writeReport'](run);
  await commands['simclr.exportMetrics'](run);
  expect(user.opened).toEqual([]);
  user.saved = join(folder(), 'mine.pdf');
  await expect(commands['simclr.writeReport'](run)).rejects.toThrow('use .html or .md');
  expect(existsSync(user.saved)).toBe(false);
});
