import { Command } from 'commander';
import { resolve } from 'node:path';
import { findRun } from '../runs/listRuns';
import { shortPath } from './commandHint';
import { runsFolderOf, runsFolderOption } from './configFlags';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr report latest
  simclr report first-try -o first-try.md`;

/** `simclr report`. */
export function reportCommand(terminal: Terminal): Command {
  return new Command('report')
    .summary('write all of a run into one file to send on')
    .description(
      'Writes what a run is and what it came to into one file: result, configuration, curves, pairs, embeddings, evaluations.',
    )
    .argument('<run>', 'name of a run or a part of it, path of its folder, or "latest"')
    .addOption(runsFolderOption())
    .option(
      '-o, --output <file>',
      'an .html, or an .md with its figures in a folder beside it (default: the run’s name and .html, in this folder)',
    )
    .addHelpText('after', examples)
    .action(async (name: string, options: { runs: string; output?: string }) => {
      const run = findRun(runsFolderOf(options), name);
      const { writeReport } = await import('../report/writeReport');
      const [path = '', ...figures] = await writeReport(run, resolve(options.output ?? `${run.id}.html`));
      const beside = figures.length === 0 ? '' : `, and ${figures.length} figures beside it`;
      terminal.write(`${shortPath(path)}${beside}\n`);
    });
}
