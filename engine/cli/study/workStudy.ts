import { Command } from 'commander';
import { RunIndex } from '../../studies/runIndex';
import { UserError } from '../../errors';
import { readPlan } from '../../studies/studyPlan';
import { studyState } from '../../studies/studyState';
import { tasksLeft } from '../../studies/tasksLeft';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import { watchInterrupts } from '../interrupt';
import type { Terminal } from '../terminal';
import { wholeNumber } from '../wholeNumber';

interface WorkFlags {
  readonly runs: string;
  readonly threads?: number;
  readonly begin: number;
}

/** `simclr study work`: one of several processes that work through a study; it writes news as lines of JSON. */
export function workStudy(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('work')
    .description('Works through what is missing of a study, beside other processes that do.')
    .argument('<plan>', 'path of its plan, in the folder ".studies" of the runs')
    .option('--threads <n>', 'compute threads of the CPU backend', wholeNumber('--threads', 1))
    .option('--begin <n>', 'with which of the missing runs', wholeNumber('--begin', 0), 0)
    .addOption(runsFolderOption())
    .action(async (path: string, { threads, begin, ...options }: WorkFlags) => {
      const plan = readPlan(path);
      if (plan === null)
        throw new UserError(`${path} does not exist: start the study with "simclr study run"`);
      const index = new RunIndex(runsFolderOf(options));
      const left = tasksLeft(studyState(plan, index.read()));
      const tasks = left.slice(begin).map((task) =>
        threads === undefined
          ? task
          : {
              ...task,
              config: { ...task.config, device: { ...task.config.device, threads, loaderThreads: 1 } },
            },
      );
      const [{ workThrough }, { reachableTrainRun: train }] = await Promise.all([
        import('../../executors/workThrough'),
        import('../../serve/reachableRun'),
      ]);
      const watch = watchInterrupts(() => undefined);
      const { baseFolder } = plan;
      await workThrough(tasks, {
        ...{ index, baseFolder, train, signal: watch.signal },
        onNews: ({ key }, news) => terminal.write(`${JSON.stringify({ key, news })}\n`),
      });
      watch.end();
      exit(watch.exitCode() ?? 0);
    });
}
