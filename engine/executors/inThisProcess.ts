import type { Lane } from '../runs/runQueue';
import { RunIndex } from '../studies/runIndex';
import type { TrainRun } from '../train/runEvents';
import { DeviceTurns } from './deviceTurns';
import type { Executor } from './executor';
import { workThrough } from './workThrough';

/** One run after another in this process. */
export function inThisProcess(train: TrainRun, lane: Lane): Executor {
  return async ({ runsFolder, plan: { baseFolder }, tasks, signal, onNews, say }) => {
    const turns = new DeviceTurns({ runsFolder, lane, say });
    const options = { index: new RunIndex(runsFolder), baseFolder, train, signal, onNews };
    try {
      for (const task of tasks) {
        const leave = await turns.take(signal);
        if (leave === null) break;
        await workThrough([task], options).finally(leave);
      }
    } finally {
      turns.end();
    }
    return 'ended';
  };
}
