/**
 * Trains the tiny run in a process of its own, until it ends or is killed: trainTiny RUNS_FOLDER [RUN_TO_RESUME].
 * Each event is a line of JSON.
 */
import { trainRun } from '../../../../engine/train/trainRun';
import { tinyConfig } from '../tinyRun';

const [runsFolder = '', resume] = process.argv.slice(2);

void trainRun({
  config: tinyConfig(),
  runsFolder,
  baseFolder: runsFolder,
  ...(resume === undefined ? {} : { resume }),
  signal: new AbortController().signal,
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
}).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
