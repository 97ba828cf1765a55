import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { npmCommand } from './npmCommand';

/** How npm is run. */
export interface NpmRun {
  /** Path of the Node.js that runs it, and what it starts. */
  readonly node: string;
  /** The folder that it works in. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends npm and everything that it has started. */
  readonly signal: AbortSignal;
  /** Called with each line that it writes. */
  readonly onLine: (line: string) => void;
}

/** Lines that an error carries. */
const keptLines = 60;

/** That npm did not do what it was told, with the last lines of what it wrote. */
export class NpmError extends Error {
  override readonly name = 'NpmError';

  constructor(
    message: string,
    readonly lines: readonly string[],
  ) {
    super(message);
  }
}

/**
 * Runs npm to its end.
 * @throws NpmError when it fails; the signal's reason when it was ended by that; Error when there is no npm.
 */
export async function runNpm(args: readonly string[], run: NpmRun): Promise<void> {
  // Windows has it as "Path".
  const pathName = Object.keys(run.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = `${dirname(run.node)}${delimiter}${run.env[pathName] ?? ''}`;
  const [program, ...start] = npmCommand(run.node, path);
  run.signal.throwIfAborted();
  const child = spawn(program, [...start, ...args], {
    cwd: run.cwd,
    env: { ...run.env, [pathName]: path },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that all of it can be ended at once.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const end = () => endTree(child);
  run.signal.addEventListener('abort', end);
  try {
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > keptLines) lines.shift();
        run.onLine(line);
      });
    }
    const failure = await endOf(child);
    run.signal.throwIfAborted();
    if (failure !== null) throw new NpmError(failure, lines);
  } finally {
    run.signal.removeEventListener('abort', end);
  }
}

/** Null where it ended well, else how. */
function endOf(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`npm could not be started: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? null : `npm ended with ${signal ?? `code ${String(code)}`}`),
    );
  });
}

function endTree({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
