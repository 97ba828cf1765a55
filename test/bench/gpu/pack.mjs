/**
 * Gathers what the benchmark of the GPU needs on a bare machine, one without Node, npm and network, in .artifacts/bare/:
 *   node test/bench/gpu/pack.mjs [FOLDER]
 * FOLDER has Debian packages of the Vulkan loader (libvulkan1) for machines without one. There, run onBareMachine.sh.
 * Made on the same kind of machine, after `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bytes that the folder may have: it is brought over a slow line. */
const most = 60e6;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const target = join(root, '.artifacts', 'bare');
const content = join(target, 'lab');
const platform = `${process.platform}-${process.arch}`;

/** What the programs load at run time; sharp's libraries by the platform. */
const modules = [
  'sharp',
  'detect-libc',
  'semver',
  '@img/colour',
  `@img/sharp-${platform}`,
  `@img/sharp-libvips-${platform}`,
];
const files = [
  ...['dist/engine', 'dist/bench', 'test/bench/peer', 'package.json'],
  ...['index.js', 'package.json', `dist/${platform}/dawn.node`].map((file) => `node_modules/webgpu/${file}`),
  ...modules.map((name) => `node_modules/${name}`),
];

/** Not needed to run: maps of sources, what Python compiled, and engine processes, which the editor starts. */
const leftOut = /\.map$|__pycache__|dist\/engine\/main\.js$/;

rmSync(target, { recursive: true, force: true });
for (const file of files) {
  const source = join(root, file);
  if (!existsSync(source)) {
    console.error(`${file} is missing: run npm ci and npm run build first`);
    process.exit(1);
  }
  cpSync(source, join(content, file), {
    recursive: true,
    dereference: true,
    filter: (path) => !leftOut.test(path),
  });
}
cpSync(join(root, 'node_modules', 'node', 'bin', 'node'), join(content, 'bin', 'node'), {
  dereference: true,
});
execFileSync('tar', ['-cf', join(target, 'lab.tar'), '-C', content, '.']);
execFileSync('xz', ['-T0', '-6', join(target, 'lab.tar')]);
rmSync(content, { recursive: true });

cpSync(join(root, 'test', 'bench', 'gpu', 'onBareMachine.sh'), join(target, 'onBareMachine.sh'));
const [, , packages] = process.argv;
if (packages !== undefined) {
  mkdirSync(join(target, 'packages'));
  for (const name of readdirSync(packages).filter((each) => each.endsWith('.deb'))) {
    cpSync(join(packages, name), join(target, 'packages', basename(name)));
  }
}

const size = readdirSync(target, { recursive: true })
  .map((name) => statSync(join(target, name)))
  .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
console.log(`${target}: ${(size / 1e6).toFixed(1)} MB`);
if (size > most) {
  console.error(`That is more than ${most / 1e6} MB: leave packages out.`);
  process.exit(1);
}
