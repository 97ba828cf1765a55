import { Command } from 'commander';
import { resolve } from 'node:path';
import { formatPlural } from '../format/formatNumbers';
import { findRun } from '../runs/listRuns';
import { runsFolderOf, runsFolderOption } from './configFlags';
import { inTerminal } from './inTerminal';
import type { Terminal } from './terminal';
import { writtenAt } from './writtenAt';

const examples = `
Examples:
  simclr report latest
  simclr report first-try -o first-try.md`;

interface ReportFlags {
  readonly runs: string;
  readonly output?: string;
  readonly json?: true;
}

/** `simclr report`. */
export function reportCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('report')
    .summary('write all of a run into one file to send on')
    .description(
      'Writes what a run is and what it came to into one file: result, configuration, curves, pairs, embeddings, evaluations.',
    )
    .argument('<run>', 'name of a run or a part of it, path of its folder, or "latest"')
    .addOption(runsFolderOption())
    .option(
      '-o, --output <file>',
      'an .html, or an .md with its figures in a folder beside it (default: the run’s name and .html, in this folder); what is there is replaced',
    )
    .option('--json', 'write the paths as one JSON object')
    .addHelpText('after', examples)
    .action(async (name: string, options: ReportFlags) => {
      const run = findRun(runsFolderOf(options), name);
      const output = resolve(options.output ?? `${run.id}.html`);
      const written = writtenAt(output);
      const quiet = options.json === true;
      const [{ writeReport }, { makeReport }] = await Promise.all([
        import('../report/writeReport'),
        import('../report/makeReport'),
      ]);
      const paths = await inTerminal(terminal, quiet, exit, ({ signal }) =>
        writeReport(() => makeReport(run, signal), output),
      );
      if (paths === null) return;
      const [path, ...figures] = paths;
      const beside = figures.length === 0 ? '' : `, and ${formatPlural(figures.length, 'figure')} beside it`;
      const text = quiet ? JSON.stringify({ run: run.id, path, figures }, null, 2) : written + beside;
      terminal.write(`${text}\n`);
    });
}
