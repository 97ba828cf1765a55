import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm';
import type { Target } from './targets';

/** Modules that cannot be bundled, since they load a binary of their platform. */
const roots = ['sharp', 'webgpu'];

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What the modules need at run time: no sources, headers or types. */
function ships(path: string, target: Target): boolean {
  if (/(^|\/)(src|install|include|\.bin)(\/|$)|\.(d\.[cm]?ts|mjs|h|map)$|\.package-lock\.json$/.test(path)) {
    return false;
  }
  // Dawn brings the binaries of all platforms along, and what builds them with what that needs.
  if (/^\/(@webgpu|debug|ms|webgpu\/(build|node_modules))(\/|$)/.test(path)) return false;
  const [, binaries] = /^\/webgpu\/dist\/([^/]+)/.exec(path) ?? [];
  return binaries === undefined || binaries === dawnFolder(target);
}

/** Where Dawn's binaries for a platform are; those for Linux want glibc, and there is none elsewhere. */
function dawnFolder({ os, cpu, libc }: Target): string | null {
  if (libc === 'musl') return null;
  return `${os}-${os === 'darwin' ? 'universal' : cpu}`;
}

/**
 * Writes sharp and Dawn with all that they load on `target` into `folder`, at the versions that `lockFile` names and with the
 * checksums there.
 * @param work an empty folder for the installation, left to the caller to remove.
 * @throws Error when npm fails.
 */
export async function installNativeModules(
  target: Target,
  lockFile: string,
  work: string,
  folder: string,
): Promise<void> {
  const { packages } = JSON.parse(await readFile(lockFile, 'utf8')) as LockFile;
  const manifest = {
    name: 'native-modules',
    version: '1.0.0',
    dependencies: Object.fromEntries(roots.map((name) => [name, lockedVersion(packages, name)])),
  };
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'package.json'), JSON.stringify(manifest));
  await writeFile(
    join(work, 'package-lock.json'),
    JSON.stringify({
      ...{ name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true },
      packages: { '': manifest, ...lockedTree(packages, roots) },
    }),
  );
  const platform = [`--os=${target.os}`, `--cpu=${target.cpu}`];
  if (target.libc !== null) platform.push(`--libc=${target.libc}`);
  await npm(['ci', '--ignore-scripts', ...platform], { cwd: work });
  const installed = join(work, 'node_modules');
  await cp(installed, folder, {
    recursive: true,
    filter: (source) => ships(source.slice(installed.length).replaceAll('\\', '/'), target),
  });
}

function lockedVersion(packages: LockFile['packages'], name: string): string {
  const locked = packages[`node_modules/${name}`];
  if (!locked) throw new Error(`package-lock.json does not name ${name}: run "npm install" first.`);
  return locked.version;
}

/** The entries of `names` and of everything that they depend on. */
function lockedTree(packages: LockFile['packages'], names: readonly string[]): Record<string, LockedPackage> {
  const tree: Record<string, LockedPackage> = {};
  const waiting = [...names];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const path = `node_modules/${next}`;
    const locked = packages[path];
    if (!locked || tree[path]) continue;
    tree[path] = locked;
    for (const [nested, inside] of Object.entries(packages)) {
      if (nested.startsWith(`${path}/node_modules/`)) tree[nested] = inside;
    }
    waiting.push(...Object.keys({ ...locked.dependencies, ...locked.optionalDependencies }));
  }
  return tree;
}
