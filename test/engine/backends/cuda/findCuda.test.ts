import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCudaPackage, notInstalled } from '../../../../engine/backends/cuda/cudaPackage';
import { missingLibraries } from '../../../../engine/backends/cuda/missingLibraries';
import { gpusIn } from '../../../../engine/backends/nvidiaGpus';
import { installStandIn } from './standInPackage';

let first: string;
let second: string;
let empty: string;
beforeAll(() => {
  first = installStandIn('4.22.0');
  second = installStandIn('4.21.0');
  empty = mkdtempSync(join(tmpdir(), 'simclr-empty-'));
});
afterAll(() => {
  for (const folder of [first, second, empty]) rmSync(folder, { recursive: true });
});

test('the first folder counts that has the package, in it or above it', () => {
  expect(findCudaPackage([empty])).toBeNull();
  expect(findCudaPackage([empty, first, second])?.version).toBe('4.22.0');
  const below = join(second, 'project', '.simclr', 'runs');
  mkdirSync(below, { recursive: true });
  expect(findCudaPackage([below, first])).toEqual({
    folder: join(second, 'node_modules', '@tensorflow', 'tfjs-node-gpu'),
    version: '4.21.0',
  });
});

test('does not advise to install what there is no build of', () => {
  expect(notInstalled('darwin', 'arm64').message).toMatch(/Linux and Windows on x64 only; use "webgpu"/);
  expect(notInstalled('linux', 'x64').remedy).toContain('npm install');
});

test.runIf(process.platform === 'linux')('tells libraries that are there from those that are not', () => {
  expect(missingLibraries(['libc.so.6', 'libcudart.so.99', 'libstdc++.so.6'])).toEqual(['libcudart.so.99']);
});

test("reads the driver's list of GPUs", () => {
  expect(gpusIn('NVIDIA GeForce RTX 3090, 24576\nTesla T4, 15360\n\nNo devices were found\n')).toEqual([
    { name: 'NVIDIA GeForce RTX 3090', memory: 24 * 2 ** 30 },
    { name: 'Tesla T4', memory: 15 * 2 ** 30 },
  ]);
});
