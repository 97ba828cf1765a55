import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { NodeFinder } from '../../../extension/engine/nodeFinder';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';

vi.mock('vscode', async () => await import('../fakeVscode'));

const folder = temporaryFolder();

/** A program called "node" that prints `text`, in a folder of its own; returns the folder. */
function program(name: string, text: string): string {
  const bin = join(folder(), name);
  mkdirSync(bin);
  const path = join(bin, 'node');
  writeFileSync(path, `#!/bin/sh\necho '${text}'\necho called >> '${path}.calls'\n`);
  chmodSync(path, 0o755);
  return bin;
}

test.skipIf(process.platform === 'win32')('finds every Node on the PATH and takes the newest', async () => {
  const old = program('old', 'v20.1.0');
  const odd = program('odd', 'not a version');
  const young = program('young', 'v99.2.3');
  const PATH = [old, join(folder(), 'missing'), 'relative', odd, young].join(delimiter);
  const finder = new NodeFinder(() => '', { PATH });
  expect(await finder.find()).toMatchObject({ path: join(young, 'node'), version: '99.2.3', origin: 'path' });
});

test.skipIf(process.platform === 'win32')('asks a program once, until its file changes', async () => {
  const bin = program('bin', 'v99.2.3');
  const link = join(folder(), 'link');
  symlinkSync(bin, link);
  const finder = new NodeFinder(() => '', { PATH: [bin, link].join(delimiter) });
  await finder.find();
  expect((await finder.find()).version).toBe('99.2.3');
  expect(readFileSync(join(bin, 'node.calls'), 'utf8')).toBe('called\n');
  writeFileSync(join(bin, 'node'), '#!/bin/sh\necho v100.0.0\n');
  expect((await finder.find()).version).toBe('100.0.0');
});

test('takes the editor where the PATH has nothing', async () => {
  expect(await new NodeFinder(() => '', {}).find()).toMatchObject({
    path: process.execPath,
    version: process.versions.node,
    origin: 'editor',
  });
});

test('says so when the setting names something else', async () => {
  const path = join(folder(), 'nothing');
  await expect(new NodeFinder(() => path).find()).rejects.toThrow(
    `${path}, which the setting simclr.enginePath names`,
  );
  expect(await new NodeFinder(() => process.execPath).find()).toMatchObject({ origin: 'setting' });
});
