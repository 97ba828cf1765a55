/**
 * Gathers what the benchmark of the GPU needs on a bare machine, one without Node, npm and network, in .artifacts/bare/:
 *   node test/bench/gpu/pack.mjs [FOLDER]
 * FOLDER has Debian packages of the libraries that the machine may lack, the Vulkan loader and what NVIDIA's driver links;
 * made, in a folder that git ignores, by
 *   apt-get download libvulkan1 libegl1 libglvnd0 libgl1 libglx0 libx11-6 libxext6 libxcb1 libxau6 libxdmcp6 libbsd0 libmd0
 * There, run onBareMachine.sh. Made on the same kind of machine, after `npm run build`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
const [, , packages] = process.argv;
if (packages !== undefined) unpackLibraries(packages, join(content, 'lib'));
execFileSync('tar', ['-cf', join(target, 'lab.tar'), '-C', content, '.']);
execFileSync('xz', ['-T0', '-6', join(target, 'lab.tar')]);
rmSync(content, { recursive: true });
cpSync(join(root, 'test', 'bench', 'gpu', 'onBareMachine.sh'), join(target, 'onBareMachine.sh'));

const size = readdirSync(target, { recursive: true })
  .map((name) => statSync(join(target, name)))
  .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
console.log(`${target}: ${(size / 1e6).toFixed(1)} MB`);
if (size > most) {
  console.error(`That is more than ${most / 1e6} MB: leave packages out.`);
  process.exit(1);
}

/** Puts the libraries of the Debian packages in a folder into another, here, lest the machine lack dpkg, too. */
function unpackLibraries(folder, into) {
  const unpacked = join(target, 'unpacked');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.deb'))) {
    execFileSync('dpkg-deb', ['-x', join(folder, name), unpacked]);
  }
  for (const place of ['lib', 'usr/lib'].map((each) => join(unpacked, each, 'x86_64-linux-gnu'))) {
    if (existsSync(place)) cpSync(place, into, { recursive: true, verbatimSymlinks: true });
  }
  rmSync(unpacked, { recursive: true });
}
