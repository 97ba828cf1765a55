import { Command } from 'commander';
import { resolve } from 'node:path';
import { exportMetricsCsv } from '../exchange/exportMetricsCsv';
import { findRun } from '../runs/listRuns';
import { shortPath } from './commandHint';
import { runsFolderOf, runsFolderOption } from './configFlags';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr csv latest
  simclr csv first-try -o curves/first-try.csv`;

/** `simclr csv`. */
export function csvCommand(terminal: Terminal): Command {
  return new Command('csv')
    .summary('write the metrics of a run as CSV')
    .description('Writes every logged line of a run as CSV, with a column for each metric.')
    .argument('<run>', 'name of a run or a part of it, path of its folder, or "latest"')
    .addOption(runsFolderOption())
    .option('-o, --output <file>', 'the CSV to write (default: the run’s name and .csv, in this folder)')
    .addHelpText('after', examples)
    .action(async (name: string, options: { runs: string; output?: string }) => {
      const run = findRun(runsFolderOf(options), name);
      const path = resolve(options.output ?? `${run.id}.csv`);
      await exportMetricsCsv(run, path);
      terminal.write(`${shortPath(path)}\n`);
    });
}
