import { spawn } from 'node:child_process';

/** Where and how a program runs. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end and returns what it wrote, both streams together.
 * @throws Error with its last lines when it cannot be started or exits with anything but 0.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: string) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const fail = (reason: string) => {
      const lines = output.trim().split('\n').slice(-15).join('\n');
      reject(new Error(`"${program} ${args.join(' ')}" ${reason}\n${lines}`.trim()));
    };
    child.on('error', (error) => {
      fail(`could not be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else fail(signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`);
    });
  });
}
