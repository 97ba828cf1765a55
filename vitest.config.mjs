import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // The CPU kernels have a build that wants this flag before any WebAssembly is compiled.
    execArgv: ['--experimental-wasm-revectorize'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
