import type { Lane } from '../runs/runQueue';
import { planPath } from '../studies/studyPlan';
import { DeviceTurns } from './deviceTurns';
import type { Executor } from './executor';
import type { Program } from './thisProgram';
import { WorkerProcess } from './workerProcess';

/** How a study is spread over processes of this machine. */
export interface Spread {
  readonly lane: Lane;
  /** Processes. */
  readonly workers: number;
  /** Threads of each run on the CPU. */
  readonly threads: number;
}

/**
 * Several runs at a time on this machine, each in a process that is handed one task after another: for encoders so small that
 * one run has no use for all cores.
 */
export function inProcesses(program: Program, { lane, workers, threads }: Spread): Executor {
  return async ({ runsFolder, plan, tasks, signal, onNews, say }) => {
    const turns = new DeviceTurns({ runsFolder, lane, say });
    const waiting = [...tasks];
    const path = planPath(runsFolder, plan.study.name, plan.size);
    const order = ['study', 'work', path, '--runs', runsFolder, '--threads', String(threads)];

    const work = async () => {
      const worker = new WorkerProcess({ file: program.file, args: [...program.args, ...order] }, onNews);
      const stop = () => worker.dismiss();
      signal.addEventListener('abort', stop, { once: true });
      try {
        while (waiting.length > 0) {
          const leave = await turns.take(signal);
          if (leave === null) break;
          // Another may have taken the last one meanwhile.
          const task = waiting.shift();
          try {
            if (task !== undefined) await worker.do(task);
          } finally {
            leave();
          }
        }
        worker.dismiss();
        await worker.ended;
      } catch (error) {
        if (!signal.aborted) throw error;
        await worker.ended.catch(() => undefined);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    };

    try {
      const all = await Promise.allSettled(Array.from({ length: workers }, work));
      const failure = all.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
    } finally {
      turns.end();
    }
    return 'ended';
  };
}
