import { availableParallelism } from 'node:os';
import type { Executor } from '../../executors/executor';
import { thisProgram } from '../../executors/thisProgram';
import type { ExecutorFlags } from './slurmFlags';

/** The executor that the flags ask for, for so many runs. */
export async function chooseExecutor(flags: ExecutorFlags, runs: number): Promise<Executor> {
  if (flags.executor === 'slurm') {
    const { inSlurm } = await import('../../executors/slurm/inSlurm');
    return inSlurm(thisProgram(), flags, flags.wait === true);
  }
  const workers = Math.min(flags.parallel ?? 1, runs);
  if (workers > 1) {
    const { inProcesses } = await import('../../executors/inProcesses');
    return inProcesses(thisProgram(), workers, Math.max(1, Math.floor(availableParallelism() / workers)));
  }
  const [{ inThisProcess }, { reachableTrainRun }] = await Promise.all([
    import('../../executors/inThisProcess'),
    import('../../serve/reachableRun'),
  ]);
  return inThisProcess(reachableTrainRun);
}
