import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm';
import type { Target } from './targets';

/** Module that cannot be bundled, since it loads a binary of its platform. */
const root = 'sharp';

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What the modules need at run time: no sources, headers or types. */
function ships(path: string): boolean {
  return !/(^|\/)(src|install|include|\.bin)(\/|$)|\.(d\.[cm]?ts|mjs|h|map)$|\.package-lock\.json$/.test(
    path,
  );
}

/**
 * Writes sharp and all that it loads on `target` into `folder`, at the versions that `lockFile` names and with the
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
    dependencies: { [root]: lockedVersion(packages, root) },
  };
  await mkdir(work, { recursive: true });
  await writeFile(join(work, 'package.json'), JSON.stringify(manifest));
  await writeFile(
    join(work, 'package-lock.json'),
    JSON.stringify({
      ...{ name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true },
      packages: { '': manifest, ...lockedTree(packages, root) },
    }),
  );
  const platform = [`--os=${target.os}`, `--cpu=${target.cpu}`];
  if (target.libc !== null) platform.push(`--libc=${target.libc}`);
  await npm(['ci', '--ignore-scripts', ...platform], { cwd: work });
  const installed = join(work, 'node_modules');
  await cp(installed, folder, {
    recursive: true,
    filter: (source) => ships(source.slice(installed.length).replaceAll('\\', '/')),
  });
}

function lockedVersion(packages: LockFile['packages'], name: string): string {
  const locked = packages[`node_modules/${name}`];
  if (!locked) throw new Error(`package-lock.json does not name ${name}: run "npm install" first.`);
  return locked.version;
}

/** The entries of `name` and of everything that it depends on. */
function lockedTree(packages: LockFile['packages'], name: string): Record<string, LockedPackage> {
  const tree: Record<string, LockedPackage> = {};
  const waiting = [name];
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
