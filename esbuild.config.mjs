/**
 * Builds everything into dist/: the WebAssembly modules, then the bundles that load them.
 *   node esbuild.config.mjs            once
 *   node esbuild.config.mjs --watch    again whenever a TypeScript source changes
 */
import * as esbuild from 'esbuild';
import asc from 'assemblyscript/asc';
import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';

const out = 'dist/engine';
await mkdir(out, { recursive: true });

/** WebAssembly modules: file name → source and compiler flags. All import their memory, so that threads share it. */
const wasmModules = {
  'augment.wasm': { source: 'engine/augment/assembly/index.ts', flags: ['--enable', 'simd'] },
};

for (const [name, { source, flags }] of Object.entries(wasmModules)) {
  if (!existsSync(source)) continue;
  const args = [source, '--outFile', `${out}/${name}`, '-O3', '--noAssert', '--runtime', 'stub', ...flags];
  const { error, stderr } = await asc.main(args);
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
}

/** Bundles: entry points that run in Node. */
const entryPoints = [
  'engine/cli.ts',
  'engine/augment/viewWorker.ts',
  'engine/backends/cpu/computeWorker.ts',
].filter((path) => existsSync(path));

const options = {
  entryPoints: Object.fromEntries(
    entryPoints.map((path) => [path.split('/').pop().replace(/\.ts$/, ''), path]),
  ),
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  external: ['sharp'],
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
