import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slowFirst.mjs';

/** The tests of everything that computes with tensors; they run on tfjs's plain backend and on every build of ours. */
const tensorTests = ['ops', 'losses', 'models', 'optim', 'train/contrastiveStep*'].map((place) =>
  place.includes('*') ? `test/engine/${place}.test.ts` : `test/engine/${place}/*.test.ts`,
);

const shared = {
  pool: 'forks',
  // The wide build of the CPU kernels wants this flag before any WebAssembly is compiled.
  execArgv: ['--experimental-wasm-revectorize'],
  // Loading what files share anew for each would take a fifth of the time.
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    // As many files at once as there are cores, at most four: one less, the default, leaves one of two cores idle.
    maxWorkers: Math.min(4, availableParallelism()),
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        test: {
          ...shared,
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: ['workbench', 'suite', 'gpu', 'extension', 'slurm'].map((folder) => `test/${folder}/**`),
        },
      },
      {
        test: {
          ...shared,
          name: 'extension',
          include: ['test/extension/**/*.test.ts'],
          // Each has a `vscode` of its own, which modules that stay loaded would keep for the next.
          isolate: true,
        },
      },
      ...['wide', 'narrow', 'plain'].map((build) => ({
        test: { ...shared, name: build, include: tensorTests, env: { SIMCLR_TEST_BUILD: build } },
      })),
      {
        test: {
          ...shared,
          name: 'gpu',
          include: ['test/gpu/*.test.ts'],
          globalSetup: 'test/gpu/globalSetup.ts',
          // Where there is no GPU, programs are compiled and run in software.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'slurm',
          include: ['test/slurm/*.test.ts'],
          globalSetup: 'test/slurm/globalSetup.ts',
          // Slurm looks at time limits twice a minute.
          testTimeout: 420_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'workbench',
          include: ['test/workbench/**/*.test.ts'],
          globalSetup: 'test/workbench/globalSetup.ts',
          // One window at a time, after everything else: what they measure and wait for needs a quiet machine.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
