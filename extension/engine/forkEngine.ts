import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeError } from '../../engine/runs/fileErrors';
import { runPaths } from '../../engine/runs/runPaths';
import { engineEnvironment } from './engineEnvironment';
import type { EngineNode } from './engineNode';

/** Place among a tool engine's streams of the pipe that pixels come through. */
export const pixelPipe = 4;

/** How a process came to its end: one of the two is set, unless it never started. */
export interface EngineExit {
  /** What it ended with by itself. */
  readonly code: number | null;
  /** What ended it. */
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started; null where it was. */
  readonly error: string | null;
}

/** A run's engine, as far as this window knows it. */
export interface RunProcess {
  readonly pid: number | undefined;
  /** Never rejects; stays open for as long as the process lives, and this window. */
  readonly ended: Promise<EngineExit>;
}

/** Starts engines with the program `script`, the built `engine/main.js`. */
export class EngineFork {
  /**
   * @param script absolute path.
   * @param environment what every engine is to find in its own beside the editor's, at the time.
   */
  constructor(
    private readonly script: string,
    private readonly environment: () => Readonly<Record<string, string>> = () => ({}),
  ) {}

  /**
   * Starts the engine of the run in `folder`, as a process that outlives this one: it has no channel to us, writes to
   * the run's `engine.log`, and is in a process group (on Windows a console) of its own.
   * @throws UserError where the log cannot be opened.
   */
  async run(node: EngineNode, folder: string): Promise<RunProcess> {
    // Not in the run folder, which on Windows could then not be deleted.
    return this.detached(node, [this.script, 'run', folder], dirname(folder), runPaths(folder).log);
  }

  /**
   * Starts the engine's command line, as a process that outlives this one, as `run` does.
   * @param args what stands behind "simclr" in a terminal.
   * @param folder absolute path that relative paths among them refer to.
   * @param log absolute path of the file that its words are added to.
   * @throws UserError where the log cannot be opened.
   */
  async commandLine(
    node: EngineNode,
    args: readonly string[],
    folder: string,
    log: string,
  ): Promise<RunProcess> {
    return this.detached(node, [join(dirname(this.script), 'cli.js'), ...args], folder, log);
  }

  /**
   * Asks the engine's command line something, in a process that ends with `signal`.
   * @param args what stands behind "simclr" in a terminal.
   * @param folder absolute path that relative paths among them refer to.
   * @returns what it wrote.
   * @throws Error with the sentence that it failed with.
   */
  answer(node: EngineNode, args: readonly string[], folder: string, signal: AbortSignal): Promise<string> {
    const env = engineEnvironment(process.env, { ...node.env, ...this.environment() });
    return new Promise((resolve, reject) => {
      execFile(
        node.path,
        [join(dirname(this.script), 'cli.js'), ...args],
        { cwd: folder, env, signal, windowsHide: true },
        (error, answer, complaint) => {
          if (error === null) resolve(answer);
          else reject(new Error(/^simclr: (.+)$/m.exec(complaint)?.[1] ?? error.message, { cause: error }));
        },
      );
    });
  }

  private async detached(
    node: EngineNode,
    args: readonly string[],
    cwd: string,
    logPath: string,
  ): Promise<RunProcess> {
    const log = await open(logPath, 'a').catch((error: unknown) => {
      throw writeError(logPath, error);
    });
    try {
      const child = spawn(node.path, args, {
        cwd,
        env: engineEnvironment(process.env, { ...node.env, ...this.environment() }),
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
        windowsHide: true,
      });
      child.unref();
      return { pid: child.pid, ended: endOf(child) };
    } finally {
      await log.close();
    }
  }

  /** Starts the engine as a tool, which ends with the channel to this process. */
  tools(node: EngineNode): { readonly child: ChildProcess; readonly ended: Promise<EngineExit> } {
    const child = fork(this.script, ['tools', String(pixelPipe)], {
      execPath: node.path,
      // Not those of the extension host, which may be waiting for a debugger.
      execArgv: [],
      env: engineEnvironment(process.env, { ...node.env, ...this.environment() }),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    });
    return { child, ended: endOf(child) };
  }
}

function endOf(child: ChildProcess): Promise<EngineExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, error: null }));
    // Comes instead of "exit" where the program could not be started, and after failed kills, which change nothing.
    child.on('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, error: error.message });
    });
  });
}
