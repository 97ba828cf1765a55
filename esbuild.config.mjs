/**
 * Builds everything into dist/: the WebAssembly modules, then the bundles that load them.
 *   node esbuild.config.mjs            once
 *   node esbuild.config.mjs --watch    again whenever a TypeScript source changes
 */
import * as esbuild from 'esbuild';
import asc from 'assemblyscript/asc';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tilesSource } from './engine/backends/cpu/assembly/tiles.generate.mjs';
import { winogradLinesSource } from './engine/backends/cpu/assembly/winogradLines.generate.mjs';
import { webviewBuild } from './webview/build/bundle.mjs';

const out = 'dist/engine';
await mkdir(out, { recursive: true });

const cpuKernels = 'engine/backends/cpu/assembly/index.ts';
/** The first 4 KiB are the thread pool's control block; the compiler's constants lie behind it. */
const sharedMemory = ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--memoryBase', '4096'];
const relaxed = ['--enable', 'simd,relaxed-simd,threads', ...sharedMemory];
const plain = ['--enable', 'simd,threads', ...sharedMemory];

/** WebAssembly modules: file name, source, compiler flags, and the build of the generated micro-kernels. */
const wasmModules = [
  { name: 'augment.wasm', source: 'engine/augment/assembly/index.ts', flags: ['--enable', 'simd'] },
  { name: 'cpu.wide.wasm', source: cpuKernels, flags: relaxed, tiles: { columns: 16, relaxed: true } },
  { name: 'cpu.narrow.wasm', source: cpuKernels, flags: relaxed, tiles: { columns: 8, relaxed: true } },
  { name: 'cpu.plain.wasm', source: cpuKernels, flags: plain, tiles: { columns: 8, relaxed: false } },
];

/** Sources of a module that are written at build time, by the end of their paths. */
const generated = (tiles) => ({
  'cpu/assembly/tiles.ts': () => tilesSource(tiles),
  'cpu/assembly/winogradLines.ts': winogradLinesSource,
});

for (const { name, source, flags, tiles } of wasmModules) {
  const args = [source, '--outFile', `${out}/${name}`, '-O3', '--noAssert', '--runtime', 'stub', ...flags];
  const { error, stderr } = await asc.main(args, {
    readFile: (path, folder) => {
      const [, write] = Object.entries(generated(tiles)).find(([end]) => path.endsWith(end)) ?? [];
      return write ? write() : readFile(join(folder, path), 'utf8').catch(() => null);
    },
  });
  if (error) {
    console.error(stderr.toString());
    throw error;
  }
}

/** The JSON schemas of the files that people write, from the schemas in the sources. */
const schemas = await esbuild.build({
  stdin: {
    contents: `
      export { runSchemaText } from './engine/config/runSchema';
      export { studySchemaText } from './engine/studies/studySchemaText';`,
    resolveDir: process.cwd(),
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
});
const [schemaCode] = schemas.outputFiles;
const { runSchemaText, studySchemaText } = await import(
  `data:text/javascript;base64,${Buffer.from(schemaCode.contents).toString('base64')}`
);
await writeFile('media/run.schema.json', runSchemaText());
await writeFile('media/study.schema.json', studySchemaText());

/** Bundles: the program and the engine's process, its two kinds of worker threads, and the benchmark. */
const engine = {
  entryPoints: {
    'engine/cli': 'engine/cli.ts',
    'engine/main': 'engine/main.ts',
    'engine/viewWorker': 'engine/augment/viewWorker.ts',
    'engine/computeWorker': 'engine/backends/cpu/computeWorker.ts',
    'bench/main': 'test/bench/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  external: ['sharp', 'webgpu', 'playwright-core'],
  logLevel: 'warning',
};

/** The extension, in the extension host, and its thread that reads checkpoints. */
const extension = {
  ...engine,
  entryPoints: {
    'extension/extension': 'extension/extension.ts',
    'extension/checkpointWorker': 'extension/checkpointEditor/checkpointWorker.ts',
  },
  external: ['vscode'],
  // jsonc-parser's main file loads its parts in a way that cannot be bundled; its module does not.
  mainFields: ['module', 'main'],
  // A third less to compile when a window opens; names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
};

/** Programs for developers, which find their own libraries in node_modules. */
const tools = {
  ...engine,
  entryPoints: {
    'tools/package': 'extension/packaging/package.ts',
    'tools/screenshots': 'test/workbench/takeScreenshots.ts',
    'tools/testElectron': 'test/suite/electron.ts',
    'tools/vscode': 'test/workbench/openVscode.ts',
  },
  packages: 'external',
};

/** The tests in the extension host. */
const suite = {
  ...tools,
  entryPoints: { 'test/suite': 'test/suite/index.ts', 'test/activation': 'test/bench/ui/activationProbe.ts' },
};

const webviews = webviewBuild({ minify: !process.argv.includes('--watch') });

for (const options of [engine, extension, tools, suite, webviews]) {
  if (process.argv.includes('--watch')) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
}
