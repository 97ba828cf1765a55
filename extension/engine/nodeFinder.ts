import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { l10n } from 'vscode';
import { chooseEngineNode, preferredMajor, type EngineNode, type FoundNode } from './engineNode';

const run = promisify(execFile);

/** More programs called "node" than this on one PATH are not asked for their version. */
const mostOnPath = 8;

/** Finds the Node.js that runs the engine. A program is asked for its version once, until its file changes. */
export class NodeFinder {
  private readonly versions = new Map<string, Promise<string>>();

  /**
   * @param setting of `simclr.enginePath`, now.
   * @param environment with the PATH to search.
   */
  constructor(
    private readonly setting: () => string,
    private readonly environment: NodeJS.ProcessEnv = process.env,
  ) {}

  /** @throws Error with a sentence for the user where there is none that will do. */
  async find(): Promise<EngineNode> {
    const setting = this.setting();
    const found = setting === '' ? await this.findAll() : [await this.findSetting(setting)];
    return chooseEngineNode(found, preferredMajor(process.platform, process.arch));
  }

  private async findSetting(path: string): Promise<FoundNode> {
    try {
      return { path, version: await this.version(await identity(path), path), origin: 'setting' };
    } catch {
      throw new Error(
        l10n.t(
          '{0}, which the setting simclr.enginePath names, does not run as Node.js: correct the setting, or leave it empty.',
          path,
        ),
      );
    }
  }

  /** Those on the PATH in its order, then the editor's own. */
  async findAll(): Promise<FoundNode[]> {
    const found = await Promise.all(
      (await this.programsOnPath()).map(async ({ id, path }): Promise<FoundNode[]> => {
        try {
          return [{ path, version: await this.version(id, path), origin: 'path' }];
        } catch {
          // Something else by that name, or for another kind of machine.
          return [];
        }
      }),
    );
    return [...found.flat(), { path: process.execPath, version: process.versions.node, origin: 'editor' }];
  }

  private async programsOnPath(): Promise<{ readonly id: string; readonly path: string }[]> {
    const name = process.platform === 'win32' ? 'node.exe' : 'node';
    const programs = new Map<string, string>();
    for (const folder of (this.environment['PATH'] ?? '').split(delimiter)) {
      // A relative entry would mean a program in whatever folder the editor happened to start in.
      if (!isAbsolute(folder) || programs.size >= mostOnPath) continue;
      const path = join(folder, name);
      const id = await identity(path).catch(() => null);
      if (id !== null && !programs.has(id)) programs.set(id, path);
    }
    return [...programs].map(([id, path]) => ({ id, path }));
  }

  private version(id: string, path: string): Promise<string> {
    const known = this.versions.get(id) ?? askVersion(path);
    this.versions.set(id, known);
    return known;
  }
}

/** Tells a program from others, and from what it was before an update. */
async function identity(path: string): Promise<string> {
  const target = await realpath(path);
  const { mtimeMs, size } = await stat(target);
  return `${target}:${mtimeMs}:${size}`;
}

async function askVersion(path: string): Promise<string> {
  // The editor's own program prints the editor's version unless it is told to be Node.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await run(path, ['--version'], { timeout: 10_000, env, windowsHide: true });
  const version = /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} prints no version`);
  return version;
}
