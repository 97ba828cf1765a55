import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { formatDuration, formatPlural } from '../../format/formatNumbers';
import { UserError } from '../../errors';
import { makeFolder } from '../../runs/makeFolder';
import { lockOwner, tryLock, type RunLock } from '../../runs/runLock';
import { findStudy } from '../../studies/findStudy';
import { RunIndex } from '../../studies/runIndex';
import { studiesFolder, studyLockPath, writePlan, type StudyPlan } from '../../studies/studyPlan';
import type { StudySize } from '../../studies/studySchema';
import { studyState } from '../../studies/studyState';
import { studyTasks, type StudyTask } from '../../studies/studyTasks';
import {
  addDeviceFlags,
  runsFolderOf,
  runsFolderOption,
  setOption,
  type ConfigOptions,
} from '../configFlags';
import { watchInterrupts } from '../interrupt';
import type { Terminal } from '../terminal';
import { wholeNumber } from '../wholeNumber';
import { planFrom, tasksLeft } from './planFromFlags';
import { sizeOption } from './studyFlags';
import { StudyReporter } from './studyReporter';
import { studyText } from './studyText';

interface RunFlags {
  readonly runs: string;
  readonly size: StudySize;
  readonly seeds?: number;
  readonly parallel?: number;
  readonly target?: string;
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
    .option('--parallel <n>', 'runs at a time on this machine', wholeNumber('--parallel', 1))
    .option('--target <data>', 'images to transfer to, where the study transfers: a folder or "builtin"')
    .addOption(setOption());
  addDeviceFlags(command).addOption(runsFolderOption());
  return command.action(
    async (what: string, source: string | undefined, options: ConfigOptions & RunFlags) => {
      const runsFolder = runsFolderOf(options);
      const plan = planFrom(findStudy(what), source, options);
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
      if (left.length > 0) terminal.write(`${await costText(left, plan, options)}\n`);
      const began = performance.now();
      const code = await work(plan, left, runsFolder, options, terminal).finally(() => lock.release());
      const after = studyState(plan, index.read());
      const took = formatDuration((performance.now() - began) / 1000);
      terminal.write(`${studyText(after, terminal).join('\n')}\n\n  took ${took}\n`);
      exit(code);
    },
  );
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

/** "About 14 min, by a measured step on …". */
async function costText(
  tasks: readonly StudyTask[],
  { baseFolder }: StudyPlan,
  { parallel = 1 }: RunFlags,
): Promise<string> {
  const { estimateCost } = await import('../../executors/estimateCost');
  const { seconds, device } = await estimateCost(tasks, { baseFolder, workers: parallel });
  return `About ${formatDuration(seconds)}, by measured steps on ${device}.`;
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
