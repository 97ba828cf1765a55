#!/usr/bin/env node
import { runProgram } from './cli/program';
import { processTerminal } from './cli/terminal';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A terminal that was closed: its SIGHUP brings the work to an orderly end, which nobody need read about.
    if (error.code === 'EIO') return;
    if (error.code !== 'EPIPE') throw error;
    // A reader that has seen enough, as in "simclr runs | head", is no mistake.
    process.exit(0);
  });
}

// Threads may still be there and nothing is left for them to do; what was written has to get out first.
void runProgram(process.argv.slice(2), processTerminal()).then((code) => {
  process.stdout.write('', () => process.exit(code));
});
