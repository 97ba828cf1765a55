import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { resolveRunsFolder } from '../../../extension/runs/runsFolder';

const workspace = resolve('/home/ada/birds');
const own = resolve('/home/ada/.vscode/storage');

test('runs are in the workspace unless the user says otherwise', () => {
  expect(resolveRunsFolder('', workspace, own)).toBe(join(workspace, '.simclr', 'runs'));
  expect(resolveRunsFolder(' experiments ', workspace, own)).toBe(join(workspace, 'experiments'));
  expect(resolveRunsFolder('../shared/runs', workspace, own)).toBe(resolve('/home/ada/shared/runs'));
  expect(resolveRunsFolder(resolve('/scratch/runs'), workspace, own)).toBe(resolve('/scratch/runs'));
  expect(resolveRunsFolder('~/runs', workspace, own)).toBe(join(homedir(), 'runs'));
});

test('without a workspace they are in a folder of the extension', () => {
  expect(resolveRunsFolder('', null, own)).toBe(join(own, 'runs'));
  expect(resolveRunsFolder('experiments', null, own)).toBe(join(own, 'runs'));
  expect(resolveRunsFolder(resolve('/scratch/runs'), null, own)).toBe(resolve('/scratch/runs'));
});
