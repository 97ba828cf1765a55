import { RunIndex } from '../studies/runIndex';
import type { TrainRun } from '../train/runEvents';
import type { Executor } from './executor';
import { workThrough } from './workThrough';

/** One run after another in this process. */
export function inThisProcess(train: TrainRun): Executor {
  return async ({ runsFolder, plan: { baseFolder }, tasks, signal, onNews }) => {
    await workThrough(tasks, { index: new RunIndex(runsFolder), baseFolder, train, signal, onNews });
    return 'ended';
  };
}
