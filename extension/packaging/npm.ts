import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { runProgram, type ProgramOptions } from './runProgram';

/**
 * Path of npm's script: of the npm that runs this, else of the one on the PATH.
 * @throws Error when there is none.
 */
function npmScript(): string {
  const running = process.env['npm_execpath'];
  if (running?.endsWith('npm-cli.js')) return running;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const link = join(folder, 'npm');
    const besideWindows = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (existsSync(besideWindows)) return besideWindows;
    if (existsSync(link) && realpathSync(link).endsWith('npm-cli.js')) return realpathSync(link);
  }
  throw new Error('npm was not found on the PATH.');
}

/**
 * Runs npm with `node`, by default the Node of this process; its scripts find the same one first.
 * @throws Error with npm's last lines when it fails.
 */
export function npm(
  args: readonly string[],
  { node = process.execPath, env = {}, ...options }: ProgramOptions & { readonly node?: string },
): Promise<string> {
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  return runProgram(node, [npmScript(), ...args], {
    ...options,
    env: { ...process.env, ...quiet, PATH: path, ...env },
  });
}
