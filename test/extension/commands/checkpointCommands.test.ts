import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { checkpointCommands } from '../../../extension/commands/checkpointCommands';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';
import { trainedRun } from '../../engine/exchange/trainedRun';
import { windows } from '../engine/windows';
import { openStore } from '../runs/diskRuns';

/** What the user answers to the dialogs, what was offered and done. */
const user = vi.hoisted(() => ({
  saved: undefined as string | undefined,
  answer: '',
  offered: [] as string[],
  proposed: '',
  executed: [] as unknown[][],
  titles: [] as string[],
  trusted: true,
}));
vi.mock('vscode', async () => {
  const { commandParts, fileUri: uri, ...fake } = await import('../fakeVscode');
  return {
    ...fake,
    ...commandParts,
    env: { uiKind: 1 },
    workspace: {
      workspaceFolders: [{ uri: uri('/work') }],
      get isTrusted() {
        return user.trusted;
      },
    },
    commands: { executeCommand: (...args: unknown[]) => Promise.resolve(user.executed.push(args)) },
    window: {
      showSaveDialog: ({ defaultUri }: { defaultUri: { path: string } }) => {
        user.proposed = defaultUri.path;
        return Promise.resolve(user.saved === undefined ? undefined : uri(user.saved));
      },
      showQuickPick: (items: readonly { label: string }[]) => {
        user.offered = items.map(({ label }) => label);
        return Promise.resolve(items.find(({ label }) => label === user.answer));
      },
      showInformationMessage: (_: string, ...buttons: string[]) => Promise.resolve(buttons[0]),
      showWarningMessage: () => Promise.resolve(undefined),
      withProgress: ({ title }: { title: string }, work: (progress: unknown, token: unknown) => unknown) => {
        user.titles.push(title);
        return work(null, {
          isCancellationRequested: false,
          onCancellationRequested: () => ({ dispose: () => undefined }),
        });
      },
    },
  };
});

const folder = temporaryFolder();
const trained = trainedRun();
const { openTool } = windows();
beforeEach(() => {
  Object.assign(user, {
    ...{ saved: undefined, answer: '', offered: [], proposed: '', executed: [], titles: [], trusted: true },
  });
});

async function opened() {
  const run = trained().paths.folder;
  const store = openStore(dirname(run));
  await store.refresh();
  const resumeFrom = vi.fn((path: string, step: number) => Promise.resolve(`${path} from ${step}`));
  const services = { store, control: { resumeFrom }, tool: openTool().tool };
  const commands = checkpointCommands(
    services as unknown as Parameters<typeof checkpointCommands>[0],
    { selection: [] } as unknown as Parameters<typeof checkpointCommands>[1],
  );
  return { run, commands, resumeFrom };
}

const tensorsOf = (path: string) => {
  const file = new SafetensorsFile(path);
  file.close();
  return [...file.entries.keys()];
};

test('the encoder goes where the user says, with or without its head, and is revealed', async () => {
  const { run, commands } = await opened();
  user.answer = 'Encoder for PyTorch';
  user.saved = join(folder(), 'mine.safetensors');
  await commands['simclr.exportEncoder'](run, 16);
  expect(user.proposed).toMatch(/^\/work\/.*-step-16\.safetensors$/);
  expect(tensorsOf(user.saved)).toContain('layer1.0.conv1.weight');
  expect(tensorsOf(user.saved).filter((name) => name.startsWith('head.'))).toEqual([]);
  expect(user.executed).toEqual([['revealFileInOS', { fsPath: user.saved, path: user.saved }]]);

  user.answer = 'Encoder and projection head for PyTorch';
  await commands['simclr.exportEncoder'](run, 16);
  expect(tensorsOf(user.saved)).toContain('head.layers.0.weight');
});

test('it can be ONNX', async () => {
  const { run, commands } = await opened();
  user.answer = 'Encoder and projection head as ONNX';
  user.saved = join(folder(), 'mine.onnx');
  await commands['simclr.exportEncoder'](run, 16);
  expect(user.offered).toHaveLength(4);
  expect(readFileSync(user.saved, 'latin1')).toContain('images');
});

test('a dialog that is closed ends it, and a step that is gone is named', async () => {
  const { run, commands } = await opened();
  user.answer = 'Encoder as ONNX';
  await commands['simclr.exportEncoder'](run, 16);
  expect(user.executed).toEqual([]);
  await expect(commands['simclr.exportEncoder'](run, 3)).rejects.toThrow('step 3 is no longer there');
});

test('what goes wrong is said in the engine’s sentence, and leaves no file', async () => {
  const { run, commands } = await opened();
  user.answer = 'Encoder for PyTorch';
  user.saved = join(folder(), 'none', 'mine.safetensors');
  await expect(commands['simclr.exportEncoder'](run, 16)).rejects.toThrow('cannot be written');
  expect(existsSync(user.saved)).toBe(false);
});

test('training goes on from the step that was meant, and the run that goes on opens', async () => {
  const { run, commands, resumeFrom } = await opened();
  await commands['simclr.resumeFromCheckpoint'](run, 8);
  expect(resumeFrom).toHaveBeenCalledWith(run, 8);
  expect(user.titles).toEqual([expect.stringMatching(/^Going on from step 8 of “/)]);
  expect(user.executed).toEqual([['simclr.openRun', `${run} from 8`]]);

  user.trusted = false;
  await commands['simclr.resumeFromCheckpoint'](run, 16);
  expect(resumeFrom).toHaveBeenCalledTimes(1);
});
