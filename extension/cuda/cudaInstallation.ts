import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { l10n } from 'vscode';
import { cudaFoldersVariable, cudaPackageName, cudaPackageVersion } from '../../engine/protocol/cudaPackage';
import { runNpm, type NpmRun } from './runNpm';

/** What an installation is busy with. */
export type InstallStage = 'packages' | 'tensorflow' | 'addon';

/** How the package is installed. */
export interface InstallOptions extends Pick<NpmRun, 'node' | 'env' | 'signal' | 'onLine'> {
  readonly onStage: (stage: InstallStage) => void;
  /** Ends what this window has open of an earlier one, when that is about to be replaced. */
  readonly release: () => Promise<void>;
}

/** Lines of the package's install script at which it goes on to something else. */
const stages: readonly (readonly [line: RegExp, stage: InstallStage])[] = [
  [/^\* Downloading libtensorflow/, 'tensorflow'],
  [/^\* Building TensorFlow/, 'addon'],
];

/** The CUDA backend in a folder of the extension's own. */
export class CudaInstallation {
  private atWork = false;

  /** @param folder absolute path; it is there only where an installation has come to its end. */
  constructor(readonly folder: string) {}

  get exists(): boolean {
    return existsSync(this.folder);
  }

  /** Whether an installation is under way in this window. */
  get installing(): boolean {
    return this.atWork;
  }

  /** Environment in which an engine finds it, and after it what the folders of the workspace have installed. */
  environment(workspaceFolders: readonly string[]): Record<string, string> {
    const own = process.env[cudaFoldersVariable];
    const folders = [...(own === undefined ? [] : [own]), this.folder, ...workspaceFolders];
    return { [cudaFoldersVariable]: folders.join(delimiter) };
  }

  /**
   * Installs the package, in place of one that is there. What fails or is called off leaves nothing behind, and an earlier
   * one as it was. Only where that one is in use is the new one kept, for the next time.
   * @throws NpmError; the signal's reason; Error with a sentence for the user, also where another is under way.
   */
  async install(options: InstallOptions): Promise<void> {
    if (this.atWork) throw new Error(l10n.t('The CUDA backend is being installed already.'));
    this.atWork = true;
    try {
      await this.removeRemains();
      if (!existsSync(this.ready)) await this.download(options);
      options.signal.throwIfAborted();
      if (this.exists) {
        await options.release();
        await this.remove();
      }
      await rename(this.ready, this.folder);
    } finally {
      this.atWork = false;
    }
  }

  /** Has npm make `ready`. */
  private async download({ onStage, onLine, release: _, ...options }: InstallOptions): Promise<void> {
    const temporary = this.sibling('installing');
    try {
      await mkdir(temporary, { recursive: true });
      const manifest = { private: true, allowScripts: { [cudaPackageName]: true } };
      await writeFile(join(temporary, 'package.json'), JSON.stringify(manifest, null, 2));
      onStage('packages');
      await runNpm(
        [
          ...['install', '--no-audit', '--no-fund', '--ignore-scripts=false', '--foreground-scripts'],
          `${cudaPackageName}@${cudaPackageVersion}`,
        ],
        {
          ...options,
          cwd: temporary,
          onLine: (line) => {
            onLine(line);
            const begun = stages.find(([pattern]) => pattern.test(line));
            if (begun !== undefined) onStage(begun[1]);
          },
        },
      );
      // The install script ends well where its download was no archive, and npm where it may run no scripts.
      if (!(await hasAddon(temporary))) {
        throw new Error(
          l10n.t('npm installed the package without TensorFlow: its install script did not run.'),
        );
      }
      options.signal.throwIfAborted();
      await rename(temporary, this.ready);
    } catch (error) {
      await removeFolder(temporary);
      throw error;
    }
  }

  /**
   * Removes it.
   * @throws Error with a sentence for the user where an engine has it open, on Windows.
   */
  async remove(): Promise<void> {
    if (!this.exists) return;
    const aside = this.sibling('removing');
    try {
      await patiently(() => rename(this.folder, aside));
    } catch (error) {
      throw new Error(
        l10n.t('{0} is in use: stop the runs that compute with CUDA, and try again.', this.folder),
        { cause: error },
      );
    }
    await removeFolder(aside);
  }

  /** Folder of an installation that is whole, and waits for the earlier one to be out of use. */
  private get ready(): string {
    return `${this.folder}.ready-${cudaPackageVersion}`;
  }

  private sibling(purpose: string): string {
    return `${this.folder}.${purpose}-${process.pid}`;
  }

  /** Removes what windows have left behind that were closed at work. */
  private async removeRemains(): Promise<void> {
    const parent = dirname(this.folder);
    const names = await readdir(parent).catch(() => []);
    const start = `${basename(this.folder)}.`;
    const remains = names.filter((name) => name.startsWith(start) && name !== basename(this.ready));
    for (const name of remains) {
      const pid = Number(name.split('-').at(-1));
      if (pid === process.pid || !isAlive(pid)) await removeFolder(join(parent, name));
    }
  }
}

/** Tries again for some seconds: Windows lets go of a program's files a moment after its end. */
async function patiently(act: () => Promise<void>): Promise<void> {
  for (let triesLeft = 10; ; triesLeft--) {
    try {
      await act();
      return;
    } catch (error) {
      if (triesLeft === 0) throw error;
      await setTimeout(300);
    }
  }
}

async function hasAddon(folder: string): Promise<boolean> {
  const lib = join(folder, 'node_modules', cudaPackageName, 'lib');
  const builds = await readdir(lib).catch(() => []);
  return builds.some((build) => existsSync(join(lib, build, 'tfjs_binding.node')));
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
