import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import {
  cudaFoldersVariable,
  cudaIsBuiltFor,
  cudaPackageName,
  cudaPackageVersion,
} from '../../protocol/cudaPackage';
import { CudaProblem } from './cudaProblem';

/** The package as it lies on the disk. */
export interface CudaPackage {
  readonly folder: string;
  readonly version: string;
}

/**
 * Finds the package in the `node_modules` of the folders that the environment names, of the current folder and of this
 * program, and of every folder above each.
 * @returns the first of them; null where there is none.
 */
export function findCudaPackage(
  folders: readonly string[] = [...foldersOf(process.env), process.cwd(), __dirname],
): CudaPackage | null {
  for (const folder of folders) {
    try {
      const manifest = createRequire(join(resolve(folder), 'any.js')).resolve(
        `${cudaPackageName}/package.json`,
      );
      const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
      return { folder: dirname(manifest), version: String(version) };
    } catch {
      // Not here; a package whose own description cannot be read is none.
    }
  }
  return null;
}

/** @throws CudaProblem where a package of another version would put its kernels among ours. */
export function checkVersion({ folder, version }: CudaPackage): void {
  if (version === cudaPackageVersion) return;
  throw new CudaProblem(
    `${folder} is version ${version}, and this program goes with ${cudaPackageVersion}`,
    `install ${cudaPackageName}@${cudaPackageVersion} in its place`,
  );
}

/** That there is no package, or can be none. */
export function notInstalled(platform: string = process.platform, arch: string = process.arch): CudaProblem {
  return cudaIsBuiltFor(platform, arch)
    ? new CudaProblem(
        'not installed',
        `run "SimCLR: Install CUDA backend" in VS Code, or "npm install ${cudaPackageName}@${cudaPackageVersion}" in a folder that ${cudaFoldersVariable} names (CUDA 11.2 and cuDNN 8.1 are needed)`,
      )
    : new CudaProblem(
        'TensorFlow comes with CUDA for Linux and Windows on x64 only',
        'use "webgpu" or "cpu"',
      );
}

function foldersOf(environment: NodeJS.ProcessEnv): string[] {
  return (environment[cudaFoldersVariable] ?? '').split(delimiter).filter((folder) => folder !== '');
}
