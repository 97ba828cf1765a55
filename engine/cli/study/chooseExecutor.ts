import type { CostEstimate } from '../../executors/estimateCost';
import type { Executor } from '../../executors/executor';
import type { SlurmOptions } from '../../executors/slurm/jobScript';
import { thisProgram } from '../../executors/thisProgram';

/** On the nodes of a cluster. */
export async function clusterExecutor(options: SlurmOptions, wait: boolean): Promise<Executor> {
  const { inSlurm } = await import('../../executors/slurm/inSlurm');
  return inSlurm(thisProgram(), options, wait);
}

/** On this machine, as it was estimated to be best. */
export async function localExecutor(cost: CostEstimate): Promise<Executor> {
  const { backend: lane } = cost;
  if (cost.workers > 1) {
    const { inProcesses } = await import('../../executors/inProcesses');
    return inProcesses(thisProgram(), { ...cost, lane });
  }
  const [{ inThisProcess }, { reachableTrainRun }] = await Promise.all([
    import('../../executors/inThisProcess'),
    import('../../serve/reachableRun'),
  ]);
  return inThisProcess(reachableTrainRun, lane);
}
