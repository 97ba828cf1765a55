import { buildSync } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Bundles `programs/<name>.ts` into `folder`, for a test that needs a process of its own; returns the path. */
export function buildProgram(name: string, folder: string): string {
  const outfile = join(folder, `${name}.js`);
  const entryPoints = [join(__dirname, 'programs', `${name}.ts`)];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', logLevel: 'error' });
  return outfile;
}

/** Starts a built program and waits for its first line. */
export async function startProgram(
  path: string,
  ...args: string[]
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, line: data.toString().split('\n')[0] ?? '' };
}

/** `kill -9`, and waits until the process is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
