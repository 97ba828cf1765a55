import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../errors';
import { hasCode } from '../../runs/fileErrors';

const run = promisify(execFile);

/** Slurm's own commands give up earlier on a controller that does not answer; in milliseconds. */
const patience = 120_000;

/**
 * Runs one of Slurm's commands and returns what it wrote.
 * @throws UserError where the command is not there, refuses (with its message), or does not end.
 */
export async function slurmCommand(
  command: 'sbatch' | 'squeue' | 'sacct' | 'scontrol' | 'scancel',
  args: readonly string[],
): Promise<string> {
  // The node would inherit the size of this machine's thread pool.
  const env = { ...process.env, UV_THREADPOOL_SIZE: undefined };
  try {
    const options = { env, timeout: patience, maxBuffer: 64 * 1024 * 1024 };
    return (await run(command, args, options)).stdout;
  } catch (error) {
    throw new UserError(complaint(command, error), { cause: error });
  }
}

function complaint(command: string, error: unknown): string {
  if (hasCode(error, 'ENOENT')) {
    return `${command} is not on the PATH: Slurm is asked by its own commands, so run this on a machine that has them (a login node), or load their module`;
  }
  if (isKilled(error))
    return `${command} has not answered for ${patience / 1000} s: is Slurm's controller up?`;
  const said = stderrOf(error)
    .split('\n')
    .map((line) => line.replace(new RegExp(`^${command}: (error: )?`), '').trim())
    .filter((line) => line !== '')
    .slice(0, 3)
    .join('; ');
  return `${command} refuses${said === '' ? ' without a word' : `: ${said.slice(0, 400)}`}`;
}

function isKilled(error: unknown): boolean {
  return error instanceof Error && 'killed' in error && error.killed === true;
}

function stderrOf(error: unknown): string {
  return error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
}
