import { defineConfig } from 'vitest/config';

/** The tests of everything that computes with tensors; they run on tfjs's plain backend and on every build of ours. */
const tensorTests = ['ops', 'losses', 'models', 'optim', 'train/contrastiveStep*'].map((place) =>
  place.includes('*') ? `test/engine/${place}.test.ts` : `test/engine/${place}/*.test.ts`,
);

const shared = {
  pool: 'forks',
  // The wide build of the CPU kernels wants this flag before any WebAssembly is compiled.
  execArgv: ['--experimental-wasm-revectorize'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'all', include: ['test/**/*.test.ts'] } },
      ...['wide', 'narrow', 'plain'].map((build) => ({
        test: { ...shared, name: build, include: tensorTests, env: { SIMCLR_TEST_BUILD: build } },
      })),
    ],
  },
});
