import { expect, test, vi } from 'vitest';
import { chooseEngineNode, preferredMajor, type FoundNode } from '../../../extension/engine/engineNode';

vi.mock('vscode', async () => await import('../fakeVscode'));

const onPath = (version: string, path = '/usr/bin/node'): FoundNode => ({ path, version, origin: 'path' });
const editors = (version: string): FoundNode => ({ path: '/opt/code', version, origin: 'editor' });
const set = (version: string): FoundNode => ({ path: '/my/node', version, origin: 'setting' });

test('takes the newest of those on the PATH and the editor', () => {
  const found = [onPath('20.19.0'), onPath('24.1.0', '/opt/node/bin/node'), editors('22.21.1')];
  expect(chooseEngineNode(found, 24)).toMatchObject({ path: '/opt/node/bin/node', env: {}, advice: null });
});

test('takes a plain Node rather than an editor that is as new', () => {
  expect(chooseEngineNode([onPath('24.1.0'), editors('24.9.0')], 24).origin).toBe('path');
});

test('tells the editor to be Node', () => {
  const node = chooseEngineNode([onPath('18.20.0'), editors('22.21.1')], 24);
  expect(node).toMatchObject({ origin: 'editor', env: { ELECTRON_RUN_AS_NODE: '1' } });
});

test('does what the setting says, and says what it costs', () => {
  const node = chooseEngineNode([onPath('24.1.0'), set('20.19.0'), editors('24.9.0')], 24);
  expect(node.path).toBe('/my/node');
  expect(node.advice).toContain('20.19.0');
  expect(node.advice).toContain('24');
});

test('refuses what is too old by name', () => {
  expect(() => chooseEngineNode([set('18.20.0')], 24)).toThrow(
    /needs Node\.js 20 or newer.*\/my\/node is 18\.20\.0/,
  );
  expect(() => chooseEngineNode([onPath('16.1.0'), editors('18.2.0')], 24)).toThrow(
    /\/opt\/code is 18\.2\.0/,
  );
});

test('advises a newer one only where it is faster', () => {
  expect(preferredMajor('linux', 'x64')).toBe(24);
  expect(preferredMajor('win32', 'x64')).toBe(24);
  expect(preferredMajor('darwin', 'x64')).toBe(22);
  expect(preferredMajor('darwin', 'arm64')).toBe(22);
  expect(chooseEngineNode([editors('22.21.1')], 22).advice).toBeNull();
});
