import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** Stand-ins for Slurm's commands, the only ones on the PATH. */
export interface FakeSlurm {
  /** Of the test's own. */
  readonly folder: string;
  /** Lets a command answer so; one that was never told is not there. */
  answer(command: string, output: string, errors?: string): void;
  /** What a command was given, a line a call. */
  calls(command: string): string[];
}

/** A fresh PATH with nothing on it, for each test. */
export function useFakeSlurm(): () => FakeSlurm {
  let folder: string;
  const path = process.env['PATH'];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simclr-slurm-'));
    mkdirSync(join(folder, 'bin'));
    process.env['PATH'] = join(folder, 'bin');
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });
  const callsOf = (command: string) => join(folder, `${command}.calls`);
  return () => ({
    folder,
    answer(command, output, errors = '') {
      const text = (given: string) => `'${given.replaceAll("'", `'\\''`)}'`;
      const script = join(folder, 'bin', command);
      const lines = [
        '#!/bin/bash',
        `echo "$*" >> ${text(callsOf(command))}`,
        ...[`printf %s ${text(output)}`, `printf %s ${text(errors)} >&2`, `exit ${errors === '' ? 0 : 1}`],
      ];
      writeFileSync(script, lines.join('\n'));
      chmodSync(script, 0o755);
    },
    calls: (command) =>
      existsSync(callsOf(command)) ? readFileSync(callsOf(command), 'utf8').trim().split('\n') : [],
  });
}
