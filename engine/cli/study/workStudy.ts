import { Command } from 'commander';
import { createInterface } from 'node:readline';
import { RunIndex } from '../../studies/runIndex';
import { UserError } from '../../errors';
import { readPlan } from '../../studies/studyPlan';
import { studyTasks, type StudyTask } from '../../studies/studyTasks';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import { watchInterrupts } from '../interrupt';
import type { Terminal } from '../terminal';
import { wholeNumber } from '../wholeNumber';

interface WorkFlags {
  readonly runs: string;
  readonly threads?: number;
}

/**
 * `simclr study work`: a process that does the tasks of a study whose keys it reads line by line from its standard input, and
 * writes news of them as lines of JSON. It stops when the input ends, which it does with the process that hands them out.
 */
export function workStudy(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('work')
    .description('Does the tasks of a study whose keys it reads from its standard input.')
    .argument('<plan>', 'path of its plan, in the folder ".studies" of the runs')
    .option('--threads <n>', 'compute threads of the CPU backend', wholeNumber('--threads', 1))
    .addOption(runsFolderOption())
    .action(async (path: string, { threads, ...options }: WorkFlags) => {
      const plan = readPlan(path);
      if (plan === null)
        throw new UserError(`${path} does not exist: start the study with "simclr study run"`);
      const index = new RunIndex(runsFolderOf(options));
      const tasks = new Map(
        studyTasks(plan.study, plan).map((task) => [task.key, withThreads(task, threads)]),
      );
      const [{ workThrough }, { reachableTrainRun: train }] = await Promise.all([
        import('../../executors/workThrough'),
        import('../../serve/reachableRun'),
      ]);
      const watch = watchInterrupts(() => undefined);
      const over = new AbortController();
      const signal = AbortSignal.any([watch.signal, over.signal]);
      const orders = createInterface({ input: process.stdin });
      orders.once('close', () => over.abort());
      // Nobody may be there to hear any more, which ends other commands at once: here a run gets its checkpoint first.
      process.stdout.removeAllListeners('error').on('error', () => over.abort());
      watch.signal.addEventListener('abort', () => orders.close(), { once: true });
      for await (const key of orders) {
        const task = tasks.get(key);
        if (task === undefined) throw new UserError(`${path} has no task ${key}`);
        await workThrough([task], {
          ...{ index, baseFolder: plan.baseFolder, train, signal },
          onNews: (_, news) => terminal.write(`${JSON.stringify({ key, news })}\n`),
        });
      }
      watch.end();
      exit(watch.exitCode() ?? 0);
    });
}

/** Several runs at a time share the cores. */
function withThreads(task: StudyTask, threads: number | undefined): StudyTask {
  if (threads === undefined) return task;
  const device = { ...task.config.device, threads, loaderThreads: 1 };
  return { ...task, config: { ...task.config, device } };
}
