import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Uri } from 'vscode';
import { writeSafetensors } from '../../../engine/runs/writeSafetensors';
import {
  CheckpointDocument,
  type DocumentMessage,
} from '../../../extension/checkpointEditor/checkpointDocument';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';

vi.mock('vscode', () => import('../fakeVscode'));

const folder = temporaryFolder();
const script = join(__dirname, '../../../dist/extension/checkpointWorker.js');
let document: CheckpointDocument | undefined;
afterEach(() => document?.dispose());

const path = () => join(folder(), 'a [1].safetensors');
const write = (values: readonly number[]) =>
  writeSafetensors(
    path(),
    [{ name: 'weight', shape: [values.length], type: 'F32', data: Float32Array.from(values) }],
    {},
  );

/** The document of the file, and all that one editor of it is told. */
function open() {
  document = new CheckpointDocument({ fsPath: path() } as Uri, script);
  const said: DocumentMessage[] = [];
  document.listen((message) => said.push(message));
  const types = () => said.map(({ type }) => type);
  return { document, said, types };
}

test('reads the file in a thread, and tells an editor that comes later all of it too', async () => {
  await write([3, 4]);
  const { document: file, types } = open();
  await vi.waitFor(() => expect(types()).toEqual(['opened', 'statistics', 'statistics']), 5000);
  const later: string[] = [];
  file.listen(({ type }) => later.push(type));
  expect(later).toEqual(types());
});

test('is read anew when it changes on disk, once for several changes', async () => {
  await write([3, 4]);
  const { said, types } = open();
  await vi.waitFor(() => expect(types()).toHaveLength(3), 5000);
  await write([1, 2, 3]);
  await vi.waitFor(
    () => expect(types().slice(3)).toEqual(['loading', 'opened', 'statistics', 'statistics']),
    5000,
  );
  expect(said[4]).toMatchObject({ type: 'opened', tensors: [{ shape: [3] }] });
});

test('says what is wrong where the file goes away', async () => {
  await write([3, 4]);
  const { said, types } = open();
  await vi.waitFor(() => expect(types()).toContain('statistics'), 5000);
  rmSync(path());
  await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ type: 'failed', of: 'file' }), 5000);
});

test('keeps the last comparison alone for editors that come later', async () => {
  await write([3, 4]);
  const { document: file, types } = open();
  await vi.waitFor(() => expect(types()).toHaveLength(3), 5000);
  for (const round of [1, 2]) {
    file.ask({ type: 'compare', path: path() });
    await vi.waitFor(() => expect(types().filter((type) => type === 'compared')).toHaveLength(round), 5000);
  }
  const later: string[] = [];
  file.listen(({ type }) => later.push(type));
  expect(later).toEqual(['opened', 'statistics', 'statistics', 'compared']);
});

test('looks at that file alone, and tells nothing after it is closed', async () => {
  await write([3, 4]);
  const { document: file, said, types } = open();
  await vi.waitFor(() => expect(types()).toHaveLength(3), 5000);
  writeFileSync(join(folder(), 'another.safetensors'), '');
  chmodSync(path(), 0o600);
  await aWhile();
  expect(said).toHaveLength(3);
  file.dispose();
  await write([1, 2, 3]);
  await aWhile();
  expect(said).toHaveLength(3);
});

/** Longer than it takes to see that a file has changed and to let it settle. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 1200));
