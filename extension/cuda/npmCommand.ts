import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * How npm is started: its script with `node`, or, where a version manager has put a program of its own in its place,
 * that.
 * @param path folders to look for it in, in the form of PATH.
 * @throws Error when there is none.
 */
export function npmCommand(node: string, path: string): [program: string, ...args: string[]] {
  for (const folder of path.split(delimiter)) {
    const link = join(folder, 'npm');
    const besideWindows = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (existsSync(besideWindows)) return [node, besideWindows];
    if (process.platform === 'win32' || !existsSync(link)) continue;
    const target = realpathSync(link);
    return target.endsWith('npm-cli.js') ? [node, target] : [link];
  }
  throw new Error('npm was not found on the PATH.');
}
