import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the stand-in does when it is told to install: `withoutScripts` leaves TensorFlow out. */
export type NpmBehaviour = 'installs' | 'withoutScripts' | 'isOffline' | 'hangs';

/** Writes what npm and the package's install script write, and puts a folder of packages where it works. */
const program = (behaviour: NpmBehaviour, packages: string) => `#!/usr/bin/env node
const fs = require('node:fs');
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const behaviour = ${JSON.stringify(behaviour)};
const [command, ...args] = process.argv.slice(2);
if (command !== 'install' || !args.some((arg) => /^@tensorflow\\/tfjs-node-gpu@\\d/.test(arg))) process.exit(3);
if (!JSON.parse(fs.readFileSync('package.json', 'utf8')).allowScripts['@tensorflow/tfjs-node-gpu']) process.exit(4);
fs.cpSync(${JSON.stringify(packages)}, 'node_modules', { recursive: true, verbatimSymlinks: true });
console.warn('* Downloading libtensorflow');
if (behaviour === 'isOffline') {
  console.error('npm error Error: getaddrinfo ENOTFOUND storage.googleapis.com');
  process.exit(1);
}
if (behaviour === 'hangs') {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  console.log('child ' + child.pid);
  setInterval(() => {}, 1000);
} else if (behaviour === 'installs') {
  console.error('* Building TensorFlow Node.js bindings');
  const lib = join('node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v9');
  fs.mkdirSync(lib, { recursive: true });
  fs.writeFileSync(join(lib, 'tfjs_binding.node'), '');
}
`;

/**
 * Makes a folder with a Node.js and a stand-in for its npm.
 * @param packages the folder `node_modules` that it installs.
 * @returns path of the Node.js.
 */
export function makeStandInNpm(behaviour: NpmBehaviour, packages: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'simclr-npm-'));
  const node = join(folder, 'node');
  symlinkSync(process.execPath, node);
  writeFileSync(join(folder, 'npm'), program(behaviour, packages), { mode: 0o755 });
  return node;
}
