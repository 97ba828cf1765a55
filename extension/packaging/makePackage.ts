import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { installNativeModules } from './nativeModules';
import type { Target } from './targets';
import { thirdPartyLicenses } from './thirdPartyLicenses';

/** A package that was made. */
export interface MadePackage {
  /** Absolute path of the .vsix. */
  readonly path: string;
  readonly bytes: number;
}

/** The largest package that is let through, in bytes. */
export const maxPackageBytes = 40 * 2 ** 20;

/**
 * Makes the .vsix of `target` from the built project in `root`, in `dist/`. What ships is what `.vscodeignore` lets
 * through, and sharp and Dawn with the binaries of that platform alone.
 * @throws Error when a part is missing or npm fails, or when the package is larger than `maxPackageBytes`.
 */
export async function makePackage(root: string, target: Target): Promise<MadePackage> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const path = join(root, 'dist', `${manifest.name}-${target.name}-${manifest.version}.vsix`);
  const work = await mkdtemp(join(tmpdir(), 'simclr-package-'));
  try {
    const stage = join(work, 'stage');
    await stageFiles(root, stage);
    await writeFile(join(stage, 'package.json'), JSON.stringify(shippedManifest(manifest), null, 2));
    const modules = join(stage, 'dist', 'node_modules');
    await installNativeModules(target, join(root, 'package-lock.json'), join(work, 'native'), modules);
    await createVSIX({
      ...{ cwd: stage, packagePath: path, target: target.name, dependencies: false },
      // Links and pictures of the README are relative, and stay so: there is no address to put before them.
      ...{ allowMissingRepository: true, rewriteRelativeLinks: false },
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const { size } = await stat(path);
  if (size > maxPackageBytes) {
    throw new Error(`${path} has ${String(size)} bytes, more than the ${String(maxPackageBytes)} allowed.`);
  }
  return { path, bytes: size };
}

interface Manifest extends Record<string, unknown> {
  readonly name: string;
  readonly version: string;
}

/** The manifest without what only development needs. */
function shippedManifest(manifest: Manifest): Record<string, unknown> {
  const development = ['scripts', 'devDependencies', 'dependencies', 'allowScripts', 'overrides'];
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !development.includes(key)));
}

/** Copies what ships from `root` to `stage`, bundles without the name of a source map that stays behind. */
async function stageFiles(root: string, stage: string): Promise<void> {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  for (const file of [...files, '.vscodeignore']) {
    const copy = join(stage, file);
    await mkdir(dirname(copy), { recursive: true });
    if (extname(file) !== '.js') await copyFile(join(root, file), copy);
    else await writeFile(copy, withoutMapName(await readFile(join(root, file), 'utf8')));
  }
  const bundles = files.filter((file) => extname(file) === '.js').map((file) => join(root, file));
  await writeFile(join(stage, 'dist', 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicenses(root, bundles));
}

const withoutMapName = (code: string): string => code.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n');
