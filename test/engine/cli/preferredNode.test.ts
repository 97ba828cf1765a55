import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { preferredNode } from '../../../engine/cli/preferredNode';
import { temporaryFolder } from '../runs/temporaryFolder';

const folder = temporaryFolder();
const name = process.platform === 'win32' ? 'node.exe' : 'node';

test('an old Node gives way to the one that the package brings along', () => {
  const bin = join(folder(), 'node_modules', 'node', 'bin');
  expect(preferredNode('20.11.0', folder())).toBeNull();
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), '');
  expect(preferredNode('20.11.0', folder())).toBe(join(bin, name));
  expect(preferredNode('24.0.0', folder())).toBeNull();
  expect(preferredNode('26.1.0', folder())).toBeNull();
});
