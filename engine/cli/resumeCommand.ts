import { Command } from 'commander';
import { dirname } from 'node:path';
import { withOverrides } from '../config/withOverrides';
import { UserError } from '../errors';
import { branchRun, isWhereRunGoesOn } from '../runs/branchRun';
import { findCheckpoint } from '../runs/findCheckpoint';
import { findRun } from '../runs/listRuns';
import { readRun, type Run } from '../runs/readRun';
import {
  addDeviceFlags,
  deviceOverrides,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import { formatCount } from '../format/formatNumbers';
import type { Terminal } from './terminal';
import { trainForScripts, trainInTerminal } from './trainInTerminal';

const examples = `
Examples:
  simclr resume latest
  simclr resume 2026-11-23T18-04-05_cifar10_resnet20
  simclr resume first-try --threads 4
  simclr resume first-try --from 1200
  simclr resume first-try --from best

A run goes on from its last checkpoint with the same images, the same learning rate's schedule and the same
random numbers: on the same device with as many threads, the result is that of a run that never stopped.

From another checkpoint than the latest, or when the run is finished, a branch is made: a run of its own
with all that the run had written by then, which goes on from there. The run itself stays as it is.`;

/** `simclr resume`. */
export function resumeCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('resume')
    .summary('go on with a run that was stopped or interrupted, or start a queued one')
    .description('Goes on with a run from its last checkpoint; a run that waits in the queue starts at once.')
    .argument(
      '<run|checkpoint>',
      'name of a run or a part of it, path of its folder or of a checkpoint, or "latest"',
    )
    .option('--from <which>', 'the checkpoint to go on from: "latest", "best", or a step');
  addDeviceFlags(command)
    .addOption(runsFolderOption())
    .option('--json', 'write events as lines of JSON')
    .addHelpText('after', examples);
  return command.action(async (what: string, options: ConfigOptions & ResumeOptions) => {
    const { id, paths, record, state } = await runToTrain(what, options, terminal);
    if (state === 'finished') {
      throw new UserError(
        `${id} is finished: to train longer, start a new run with more epochs; --from STEP goes on from an earlier step`,
      );
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
  readonly from?: string;
  readonly json?: true;
}

/** The run that is meant, or the branch of it that another checkpoint than its latest asks for, which is made. */
async function runToTrain(
  what: string,
  options: ConfigOptions & ResumeOptions,
  terminal: Terminal,
): Promise<Run> {
  const { from, json } = options;
  const isCheckpoint = what.endsWith('.safetensors');
  if (isCheckpoint && from !== undefined) {
    throw new UserError(`${what} is a checkpoint already: leave --from ${from} out`);
  }
  if (!isCheckpoint && from === undefined) return findRun(runsFolderOf(options), what);
  const found = findCheckpoint(runsFolderOf(options), what, from);
  if (isWhereRunGoesOn(found)) return found.run;
  const branch = readRun(await branchRun(found));
  const step = formatCount(found.checkpoint.step);
  if (!json) terminal.write(`${branch.id} goes on from step ${step} of ${found.run.id}.\n`);
  return branch;
}
