#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { preferredNode, runUnder } from './cli/preferredNode';
import { runProgram } from './cli/program';
import { processTerminal } from './cli/terminal';

// Files are decoded on libuv's threads, of which there are four unless this is set before the first use.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(4, availableParallelism()));

const args = process.argv.slice(2);
const better = preferredNode(process.versions.node, join(__dirname, '..', '..'));

// A reader that has seen enough ("simclr runs | head") is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

if (better !== null) {
  runUnder(better, __filename, args);
} else {
  // Threads may still be there and nothing is left for them to do; what was written has to get out first.
  void runProgram(args, processTerminal()).then((code) => {
    process.stdout.write('', () => process.exit(code));
  });
}
