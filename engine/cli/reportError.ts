import { CommanderError } from 'commander';
import { join } from 'node:path';
import { UserError } from '../errors';
import type { Terminal } from './terminal';

/** An error that nobody foresaw, in a run whose log may tell more. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure';

  constructor(
    cause: unknown,
    /** Absolute path. */
    readonly runFolder: string,
  ) {
    super(messageOf(cause), { cause });
  }
}

/**
 * Says on standard error what went wrong, each line of a user's mistake behind the program's name; a stack trace only
 * with SIMCLR_DEBUG=1. Returns the exit code: 1 for mistakes of the user, 2 for our own.
 */
export function reportError(error: unknown, terminal: Terminal): number {
  // commander has said what it has to say.
  if (error instanceof CommanderError) return error.exitCode;
  const name = terminal.style.bad('simclr:');
  const debug = process.env['SIMCLR_DEBUG'] === '1';
  if (error instanceof UserError) {
    for (const line of error.message.split('\n')) terminal.writeError(`${name} ${line}\n`);
  } else {
    const where =
      error instanceof RunFailure
        ? `the log is ${join(error.runFolder, 'engine.log')}`
        : 'run it again with SIMCLR_DEBUG=1 to see where';
    terminal.writeError(`${name} something went wrong that should not: ${messageOf(error)} (${where})\n`);
  }
  if (debug && error instanceof Error) terminal.writeError(`${stackOf(error)}\n`);
  return error instanceof UserError ? 1 : 2;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stackOf(error: Error): string {
  const stack = error.stack ?? error.message;
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
