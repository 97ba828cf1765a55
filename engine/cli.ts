#!/usr/bin/env node
import { runProgram } from './cli/program';
import { processTerminal } from './cli/terminal';

// A reader that has seen enough ("simclr runs | head") is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// Threads may still be there and nothing is left for them to do; what was written has to get out first.
void runProgram(process.argv.slice(2), processTerminal()).then((code) => {
  process.stdout.write('', () => process.exit(code));
});
