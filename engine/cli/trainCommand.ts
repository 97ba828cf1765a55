import { Command } from 'commander';
import {
  addConfigFlags,
  configFromFlags,
  presetHelp,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import type { Terminal } from './terminal';
import { trainForScripts, trainInTerminal } from './trainInTerminal';

const examples = `
Examples:
  simclr train                                  the built-in images, preset "quick"
  simclr train photos --preset cifar            a folder, with one folder in it for each class
  simclr train photos --epochs 20 --batch-size 128 --name first-try
  simclr train --config birds.simclr.json --set loss.temperature=0.1
  simclr train photos --json > events.jsonl     one line of JSON an event

Ctrl-C writes a checkpoint; "simclr resume latest" goes on from it.`;

/** `simclr train`. */
export function trainCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('train')
    .summary('train SimCLR on a folder of images, a data file, or the built-in images')
    .description(
      'Trains SimCLR on images: a folder, a CIFAR, STL-10 or IDX file, or the built-in set. ' +
        'Without a source, a preset and a configuration file it is the built-in set with the preset "quick".',
    )
    .argument('[source]', 'folder or file with images, or "builtin"');
  addConfigFlags(command)
    .addOption(runsFolderOption())
    .option('--json', 'write events as lines of JSON')
    .addHelpText('after', presetHelp(terminal.columns) + examples);
  return command.action(async (source: string | undefined, options: ConfigOptions & TrainOptions) => {
    const { config, baseFolder } = configFromFlags(withPreset(options, source), source);
    const { reachableTrainRun } = await import('../serve/reachableRun');
    const train = options.json ? trainForScripts : trainInTerminal;
    exit(await train(reachableTrainRun, { config, baseFolder, runsFolder: runsFolderOf(options) }, terminal));
  });
}

/** Built-in images without a recipe mean a first look, which should not take a night. */
function withPreset(options: ConfigOptions, source = 'builtin'): ConfigOptions {
  const { preset, config, set = [] } = options;
  const other = source !== 'builtin' || set.some((assignment) => assignment.startsWith('data.source='));
  return other || preset !== undefined || config !== undefined ? options : { ...options, preset: 'quick' };
}

interface TrainOptions {
  readonly runs: string;
  readonly json?: true;
}
