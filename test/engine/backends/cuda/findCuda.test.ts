import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCudaPackage, notInstalled } from '../../../../engine/backends/cuda/cudaPackage';
import { missingLibraries } from '../../../../engine/backends/cuda/missingLibraries';
import { loadProblem } from '../../../../engine/backends/cuda/loadProblem';
import { gpusIn, nvidiaGpus } from '../../../../engine/backends/nvidiaGpus';
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
  const lines =
    'NVIDIA GeForce RTX 3090, 24576, GPU-5e-0a\nTesla T4, 15360, GPU-77-1b\n\nNo devices were found\n';
  expect(gpusIn(lines)).toEqual([
    { name: 'NVIDIA GeForce RTX 3090', memory: 24 * 2 ** 30, uuid: 'GPU-5e-0a' },
    { name: 'Tesla T4', memory: 15 * 2 ** 30, uuid: 'GPU-77-1b' },
  ]);
});

test('a driver that does not answer says nothing about GPUs', async () => {
  const program = join(empty, 'nvidia-smi');
  vi.stubEnv('PATH', `${empty}${delimiter}${process.env['PATH'] ?? ''}`);
  writeFileSync(program, '#!/bin/sh\nexec sleep 60', { mode: 0o755 });
  expect(await nvidiaGpus(50)).toBeNull();
  writeFileSync(program, '#!/bin/sh\nexit 9');
  expect(await nvidiaGpus()).toEqual([]);
  vi.unstubAllEnvs();
});

// As the linkers of Linux and Windows, and the package itself, say it.
test.each<[string, RegExp]>([
  [
    "/lib/libm.so.6: version `GLIBC_2.27' not found (required by /x/libtensorflow_framework.so.2)",
    /lacks a lib/,
  ],
  [
    'libcudart.so.11.0: cannot open shared object file: No such file or directory',
    /lacks a library \(libcudart/,
  ],
  [
    'The specified module could not be found.\n\\\\?\\C:\\x\\lib\\napi-v8\\tfjs_binding.node',
    /lacks a library.*Visual C\+\+/,
  ],
  [
    'libtensorflow.so.2: cannot open shared object file: No such file or directory',
    /itself is missing from \/x;/,
  ],
  ['The Node.js native addon module (tfjs_binding.node) can not be found at path: /x', /itself is missing/],
  ['/x/lib/tfjs_binding.node: invalid ELF header', /\/x does not load on Node\.js .*invalid ELF header/],
])('finds the cause in "%s"', (message, words) => {
  expect(loadProblem(new Error(message), '/x').message).toMatch(words);
});
