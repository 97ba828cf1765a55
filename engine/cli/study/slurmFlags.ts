import { InvalidArgumentError, Option, type Command } from 'commander';
import { UserError } from '../../errors';
import type { SlurmOptions } from '../../executors/slurm/jobScript';
import { wholeNumber } from '../wholeNumber';
import { parallelOption } from './studyFlags';

/** Where the runs of a study can be computed. */
export const executorNames = ['local', 'slurm'] as const;

/** What commander makes of the flags. */
export interface ExecutorFlags extends SlurmOptions {
  readonly executor: (typeof executorNames)[number];
  readonly parallel?: number;
  readonly wait?: true;
}

const group = 'With --executor slurm:';

const slurmFlags = [
  new Option(
    '--time <limit>',
    'of each run, as in 4:00:00; a longer one goes on after it, from its checkpoint',
  ).argParser(word),
  new Option('--partition <name>', 'where the runs wait').argParser(word),
  new Option('--gres <list>', 'as in gpu:1').argParser(word),
  new Option('--cpus-per-task <n>', 'cores of each run').argParser(wholeNumber('--cpus-per-task', 1)),
  new Option('--mem <size>', 'of each run, as in 16G').argParser(word),
  new Option('--at-most <n>', 'runs at a time').argParser(wholeNumber('--at-most', 1)),
  new Option(
    '--sbatch <option>',
    'any other option of sbatch, as in --account=vision; may be repeated',
  ).argParser((text: string, before: readonly string[] = []) => [...before, sbatchOption(text)]),
  new Option('--wait', 'stay and show how the runs go'),
];

/** Adds what says where the runs are computed. */
export function addExecutorFlags(command: Command): Command {
  command
    .addOption(parallelOption())
    .addOption(
      new Option('--executor <name>', 'what computes the runs: this machine, or a cluster')
        .choices(executorNames)
        .default('local'),
    );
  for (const option of slurmFlags) command.addOption(option.helpGroup(group));
  return command;
}

/** @throws UserError for a flag that the executor has no use for. */
export function checkExecutorFlags(flags: ExecutorFlags): void {
  if (flags.executor === 'slurm') {
    if (flags.parallel === undefined) return;
    throw new UserError(
      '--parallel is for runs on this machine: on a cluster --at-most limits how many run at a time',
    );
  }
  const unused = slurmFlags.find((option) => Reflect.get(flags, option.attributeName()) !== undefined);
  if (unused !== undefined)
    throw new UserError(`${unused.long} is for a cluster: give --executor slurm with it`);
}

function word(text: string): string {
  if (/^[^\s"']+$/.test(text)) return text;
  throw new InvalidArgumentError('It takes one word, as sbatch does.');
}

function sbatchOption(text: string): string {
  if (/^-[^\n\r]+$/.test(text)) return text;
  throw new InvalidArgumentError('It takes one option of sbatch, as in --sbatch=--account=vision.');
}
