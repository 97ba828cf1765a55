import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { formatDuration, formatPlural } from '../../format/formatNumbers';
import { UserError } from '../../errors';
import { makeFolder } from '../../runs/makeFolder';
import { lockOwner, tryLock, type RunLock } from '../../runs/runLock';
import { findStudy } from '../../studies/findStudy';
import { openStudyState } from '../../studies/openStudyState';
import { RunIndex } from '../../studies/runIndex';
import { studiesFolder, studyLockPath, writePlan, type StudyPlan } from '../../studies/studyPlan';
import type { StudySize } from '../../studies/studySchema';
import { studyState, type StudyState } from '../../studies/studyState';
import { sizeOf, studyTasks, type StudyTask } from '../../studies/studyTasks';
import {
  addDeviceFlags,
  changesFromFlags,
  runsFolderOf,
  runsFolderOption,
  setOption,
  type ConfigOptions,
} from '../configFlags';
import { watchInterrupts } from '../interrupt';
import type { Terminal } from '../terminal';
import { wholeNumber } from '../wholeNumber';
import { sizeOption } from './studyFlags';
import { StudyReporter } from './studyReporter';
import { studyText } from './studyText';

interface RunFlags {
  readonly runs: string;
  readonly size: StudySize;
  readonly seeds?: number;
  readonly asBefore?: true;
  readonly parallel?: number;
}

/** `simclr study run`. */
export function runStudy(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('run')
    .summary('run a study, or go on with it')
    .description(
      'Trains and evaluates what is missing of a study, and shows what came of it. Ctrl-C stops it; the same command goes on.',
    )
    .argument('<study>', 'its name, or the path of a *.study.json')
    .argument('[source]', 'folder or file with images, or "builtin"')
    .addOption(sizeOption())
    .option('--seeds <n>', 'runs of each cell; those of the size', wholeNumber('--seeds', 1))
    .option('--as-before', 'with the images, seeds and changes that it was last started with')
    .option('--parallel <n>', 'runs at a time on this machine', wholeNumber('--parallel', 1))
    .addOption(setOption());
  addDeviceFlags(command).addOption(runsFolderOption());
  return command.action(
    async (what: string, source: string | undefined, options: ConfigOptions & RunFlags) => {
      const runsFolder = runsFolderOf(options);
      const plan = options.asBefore ? planBefore(runsFolder, what, options) : planFrom(what, source, options);
      // Mistakes in any cell are found before anything is written.
      const all = studyTasks(plan.study, plan);
      const lock = lockStudy(runsFolder, plan);
      writePlan(runsFolder, plan);
      const index = new RunIndex(runsFolder);
      const before = studyState(plan, index.read());
      const left = tasksLeft(before);
      terminal.write(`${plan.study.claim}\n`);
      const done = all.length - left.length;
      terminal.write(
        `${formatPlural(all.length, 'run')} at size ${plan.size}${done === 0 ? '' : `, ${done} of them done`}.\n`,
      );
      const began = performance.now();
      const code = await work(plan, left, runsFolder, options, terminal).finally(() => lock.release());
      const after = studyState(plan, index.read());
      const took = formatDuration((performance.now() - began) / 1000);
      terminal.write(`${studyText(after, terminal).join('\n')}\n\n  took ${took}\n`);
      exit(code);
    },
  );
}

function planFrom(what: string, source: string | undefined, options: ConfigOptions & RunFlags): StudyPlan {
  const study = findStudy(what);
  const { size } = options;
  return {
    ...{ study, size, changes: changesFromFlags(options, source), baseFolder: process.cwd() },
    seeds: options.seeds ?? sizeOf(study, size).seeds,
    startedAt: new Date().toISOString(),
  };
}

/** How the study was last started, even if its file is gone by now. */
function planBefore(runsFolder: string, name: string, { size, seeds }: RunFlags): StudyPlan {
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

/** What is not done, each run once: cells may have the same configuration. */
function tasksLeft({ tasks }: StudyState): StudyTask[] {
  const left = new Map(tasks.flatMap(({ task, state }) => (state === 'done' ? [] : [[task.key, task]])));
  return [...left.values()];
}

async function work(
  plan: StudyPlan,
  tasks: readonly StudyTask[],
  runsFolder: string,
  { parallel }: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const reporter = new StudyReporter(terminal, tasks.length);
  const watch = watchInterrupts(() => reporter.print('Stopping; the same command goes on from here.'));
  const workers = Math.min(parallel ?? 1, tasks.length);
  try {
    const execute = await executorFor(workers);
    await execute({ runsFolder, plan, tasks, signal: watch.signal, onNews: reporter.tell });
    return watch.exitCode() ?? (reporter.failed > 0 ? 1 : 0);
  } finally {
    reporter.end();
    watch.end();
  }
}

async function executorFor(workers: number) {
  if (workers > 1) {
    const { inProcesses } = await import('../../executors/inProcesses');
    const program = { file: process.execPath, args: [...process.execArgv, process.argv[1] ?? ''] };
    return inProcesses(program, workers, Math.max(1, Math.floor(availableParallelism() / workers)));
  }
  const [{ inThisProcess }, { reachableTrainRun }] = await Promise.all([
    import('../../executors/inThisProcess'),
    import('../../serve/reachableRun'),
  ]);
  return inThisProcess(reachableTrainRun);
}
