/**
 * The engine as a process of its own:
 *   main.js run RUN_FOLDER   trains a queued run to its end
 *   main.js tools [FD]       answers questions about data sets and devices and evaluates, over the channel of a fork;
 *                            pixels go to the pipe FD where one is named
 */
import { availableParallelism } from 'node:os';
import { UserError } from './errors';
import { giveWay } from './serve/giveWay';
import { hostRun } from './serve/runHost';
import { serveTools } from './serve/toolServer';

// Files are decoded on libuv's threads, of which there are four unless this is set before the first use.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(4, availableParallelism()));

/** The exit code, or null for a process that ends by itself. */
async function main(command = '', argument?: string): Promise<number | null> {
  try {
    if (command === 'run' && argument !== undefined) {
      giveWay();
      return await hostRun(argument, __filename);
    }
    if (command !== 'tools') throw new UserError('say "run RUN_FOLDER" or "tools"');
    serveTools(argument === undefined ? undefined : Number(argument));
    return null;
  } catch (error) {
    const known = error instanceof UserError;
    const text = known || !(error instanceof Error) ? String(error) : (error.stack ?? error.message);
    process.stderr.write(`${known ? error.message : text}\n`);
    return known ? 1 : 2;
  }
}

// Threads may still be there and nothing is left for them to do.
void main(...process.argv.slice(2)).then((code) => {
  if (code !== null) process.exit(code);
});
