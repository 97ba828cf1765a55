import { Command } from 'commander';
import { dirname } from 'node:path';
import { withOverrides } from '../config/withOverrides';
import { UserError } from '../errors';
import { findRun } from '../runs/listRuns';
import {
  addDeviceFlags,
  deviceOverrides,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import type { Terminal } from './terminal';
import { trainForScripts, trainInTerminal } from './trainInTerminal';

const examples = `
Examples:
  simclr resume latest
  simclr resume 2026-11-23T18-04-05_cifar10_resnet20
  simclr resume first-try --threads 4

A run goes on from its last checkpoint with the same images, the same learning rate's schedule and the same
random numbers: on the same device with as many threads, the result is that of a run that never stopped.`;

/** `simclr resume`. */
export function resumeCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('resume')
    .summary('go on with a run that was stopped or interrupted, or start a queued one')
    .description('Goes on with a run from its last checkpoint; a run that waits in the queue starts at once.')
    .argument('<run>', 'name of a run or a part of it, path of its folder, or "latest"');
  addDeviceFlags(command)
    .addOption(runsFolderOption())
    .option('--json', 'write events as lines of JSON')
    .addHelpText('after', examples);
  return command.action(async (name: string, options: ConfigOptions & ResumeOptions) => {
    const { id, paths, record, state } = findRun(runsFolderOf(options), name);
    if (state === 'finished') {
      throw new UserError(`${id} is finished: to train longer, start a new run with more epochs`);
    }
    const { reachableTrainRun } = await import('../serve/reachableRun');
    const train = options.json ? trainForScripts : trainInTerminal;
    const config = withOverrides(record.config, deviceOverrides(options));
    const { baseFolder } = record;
    const runsFolder = dirname(paths.folder);
    exit(await train(reachableTrainRun, { config, baseFolder, runsFolder, resume: paths.folder }, terminal));
  });
}

interface ResumeOptions {
  readonly runs: string;
  readonly json?: true;
}
