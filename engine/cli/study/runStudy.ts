import { Command } from 'commander';
import type { Executor } from '../../executors/executor';
import { formatDuration, formatPlural } from '../../format/formatNumbers';
import { UserError } from '../../errors';
import { shellWord } from '../../format/shellWord';
import { makeFolder } from '../../runs/makeFolder';
import { lockOwner, tryLock, type RunLock } from '../../runs/runLock';
import { findStudy } from '../../studies/findStudy';
import { openStudyState } from '../../studies/openStudyState';
import { RunIndex } from '../../studies/runIndex';
import { studiesFolder, studyLockPath, writePlan, type StudyPlan } from '../../studies/studyPlan';
import { studyRuns } from '../../studies/studyRuns';
import { studyState } from '../../studies/studyState';
import { studyTasks, type StudyTask } from '../../studies/studyTasks';
import { tasksLeft } from '../../studies/tasksLeft';
import { defaultRunsFolder, runsFolderOf, type ConfigOptions } from '../configFlags';
import { commandHint } from '../commandHint';
import { watchInterrupts } from '../interrupt';
import type { Terminal } from '../terminal';
import { clusterExecutor, localExecutor } from './chooseExecutor';
import { costText } from './costText';
import { addPlanFlags, planFrom, type PlanFlags } from './planFromFlags';
import { addExecutorFlags, checkExecutorFlags, type ExecutorFlags } from './slurmFlags';
import { StudyReporter } from './studyReporter';
import { studyText } from './studyText';

interface RunFlags extends ExecutorFlags, PlanFlags {
  readonly asBefore?: true;
}

/** `simclr study run`. */
export function runStudy(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('run')
    .summary('run a study, or go on with it')
    .description(
      'Trains and evaluates what is missing of a study, and shows what came of it. Ctrl-C stops it; the same command goes on.',
    );
  addPlanFlags(command).option(
    '--as-before',
    'with the images, seeds and changes that it was last started with',
  );
  addExecutorFlags(command);
  return command.action(
    async (what: string, source: string | undefined, options: ConfigOptions & RunFlags) => {
      checkExecutorFlags(options);
      const runsFolder = runsFolderOf(options);
      const plan = options.asBefore
        ? planBefore(runsFolder, what, source, options)
        : planFrom(findStudy(what), source, options);
      // Mistakes in any cell are found before anything is written.
      studyTasks(plan.study, plan);
      const lock = lockStudy(runsFolder, plan);
      writePlan(runsFolder, plan);
      const index = new RunIndex(runsFolder);
      const before = studyState(plan, index.read());
      const left = tasksLeft(before);
      terminal.write(`${plan.study.claim}\n`);
      const all = studyRuns(before).length;
      const done = all - left.length;
      terminal.write(
        `${formatPlural(all, 'run')} at size ${plan.size}${done === 0 ? '' : `, ${done} of them done`}.\n`,
      );
      const began = performance.now();
      if (left.length > 0) {
        const { code, end } = await work(plan, left, runsFolder, options, terminal).finally(() =>
          lock.release(),
        );
        exit(code);
        if (end === 'handedOver') {
          terminal.write(whatNext(plan, options));
          return;
        }
      } else {
        lock.release();
        exit(0);
      }
      const after = studyState(plan, index.read());
      const took = formatDuration((performance.now() - began) / 1000);
      terminal.write(`${studyText(after, terminal).join('\n')}\n\n  took ${took}\n`);
    },
  );
}

/**
 * How the study was last started, even if its file is gone by now.
 * @throws UserError where it was not, or something is to be otherwise.
 */
function planBefore(
  runsFolder: string,
  name: string,
  source: string | undefined,
  options: ConfigOptions & RunFlags,
): StudyPlan {
  const { size, seeds } = options;
  const flag = ['target', 'set', 'backend', 'gpu', 'threads'].find((each) => options[each] !== undefined);
  const other = source === undefined ? flag && `--${flag}` : `"${source}"`;
  if (other !== undefined) {
    throw new UserError(
      `--as-before goes on with the images, the target and the changes of the last start: leave out ${other}, or --as-before`,
    );
  }
  const { plan } = openStudyState(runsFolder, name, size);
  return { ...plan, seeds: seeds ?? plan.seeds, startedAt: new Date().toISOString() };
}

/** By which others see that the study is being run, and by whom. */
function lockStudy(runsFolder: string, { study: { name }, size }: StudyPlan): RunLock {
  makeFolder(studiesFolder(runsFolder));
  const path = studyLockPath(runsFolder, name, size);
  const lock = tryLock(path);
  if (lock !== null) return lock;
  const owner = lockOwner(path);
  const by = owner === null ? '' : ` by process ${owner.pid} on ${owner.host}`;
  throw new UserError(`the study "${name}" is being run at size ${size}${by}: wait for it, or stop it there`);
}

async function work(
  plan: StudyPlan,
  tasks: readonly StudyTask[],
  runsFolder: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<{ readonly code: number; readonly end: Awaited<ReturnType<Executor>> }> {
  const reporter = new StudyReporter(terminal, tasks.length);
  const farewell =
    flags.executor === 'slurm' ? 'The jobs go on.' : 'Stopping; the same command goes on from here.';
  const watch = watchInterrupts(() => reporter.print(farewell));
  try {
    const execute = await executorFor(plan, tasks, flags, terminal);
    const end = await execute({
      ...{ runsFolder, plan, tasks, signal: watch.signal },
      onNews: reporter.tell,
      say: (line) => reporter.print(line),
    });
    return { code: watch.exitCode() ?? (reporter.failed > 0 ? 1 : 0), end };
  } finally {
    reporter.end();
    watch.end();
  }
}

/** Says too what it will take; how long a cluster's nodes take, this machine cannot tell. */
async function executorFor(
  { study, baseFolder }: StudyPlan,
  tasks: readonly StudyTask[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<Executor> {
  if (flags.executor === 'slurm') return clusterExecutor(flags, flags.wait === true);
  const { costHere } = await import('../../executors/costHere');
  const cost = await costHere(study, tasks, { baseFolder, workers: flags.parallel });
  terminal.write(`${costText(cost)}\n`);
  return localExecutor(cost);
}

/** How to follow and to stop what goes on elsewhere. */
function whatNext({ study: { name }, size }: StudyPlan, { runs }: RunFlags): string {
  const which = `${name} --size ${size}${runs === defaultRunsFolder ? '' : ` --runs ${shellWord(runs)}`}`;
  return `  how it goes   ${commandHint(`study show ${which}`)}\n  stop it       ${commandHint(`study stop ${which}`)}\n`;
}
