import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/** From this version on V8 joins 128-bit vectors into 256-bit ones, which is twice the speed on x64. */
const preferredMajor = 24;

/**
 * The Node that the package brings along, where it is there and the running one is older than the kernels want; null
 * where the running one is as good.
 * @param version of the running Node, as in `process.versions.node`.
 * @param packageFolder absolute path of the folder with `node_modules`.
 */
export function preferredNode(version: string, packageFolder: string): string | null {
  if (Number(version.split('.')[0]) >= preferredMajor) return null;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = join(packageFolder, 'node_modules', 'node', 'bin', name);
  return existsSync(path) ? path : null;
}

/** Runs this program under another Node, passing signals on, and ends with its exit code. */
export function runUnder(node: string, script: string, args: readonly string[]): void {
  const child = spawn(node, [script, ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, being in the same terminal; this process only must not end before it.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
  });
}
