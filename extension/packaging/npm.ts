import { delimiter, dirname } from 'node:path';
import { npmCommand } from '../cuda/npmCommand';
import { runProgram, type ProgramOptions } from './runProgram';

/**
 * Runs npm, the one that runs this if there is one, with `node`, by default the Node of this process; its scripts find
 * the same one first.
 * @throws Error when there is no npm, and with its last lines when it fails.
 */
export function npm(
  args: readonly string[],
  { node = process.execPath, env = {}, ...options }: ProgramOptions & { readonly node?: string },
): Promise<string> {
  const running = process.env['npm_execpath'];
  const path = `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}`;
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  const [program, ...start] = running?.endsWith('npm-cli.js')
    ? [node, running]
    : npmCommand(node, process.env['PATH'] ?? '');
  return runProgram(program, [...start, ...args], {
    ...options,
    env: { ...process.env, ...quiet, PATH: path, ...env },
  });
}
