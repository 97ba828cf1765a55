import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findArrayTask, runArrayTask } from '../../../engine/executors/slurm/arrayTask';
import { beginSubmission, manifestPath } from '../../../engine/executors/slurm/submission';
import { listRuns } from '../../../engine/runs/listRuns';
import { studyTasks } from '../../../engine/studies/studyTasks';
import type { TrainRun } from '../../../engine/train/runEvents';
import { scriptedRun } from '../cli/scriptedRun';
import { useFakeSlurm } from './fakeSlurm';
import { smallPlan as plan } from './smallPlan';

const fake = useFakeSlurm();

const tasks = studyTasks(plan.study, plan);

/** Has a task of a submission done by `train`, in whose midst time is up or somebody cancels. */
async function turn(train: TrainRun, end: 'timeUp' | 'cancelled' | null, restarts?: number) {
  const runsFolder = join(fake().folder, 'runs');
  const { folder } = beginSubmission(
    runsFolder,
    plan,
    [...tasks].reverse().map(({ key }) => key),
  );
  const environment = {
    ...{ SLURM_ARRAY_JOB_ID: '77', SLURM_ARRAY_TASK_ID: '2', SLURM_CPUS_ON_NODE: '3' },
    ...(restarts === undefined ? {} : { SLURM_RESTART_COUNT: `${restarts}` }),
  };
  const signals = { timeUp: new AbortController(), cancelled: new AbortController() };
  return runArrayTask({
    ...findArrayTask(manifestPath(folder), 2, environment),
    ...{ runsFolder, environment, onNews: () => undefined },
    timeUp: signals.timeUp.signal,
    cancelled: signals.cancelled.signal,
    train: async (options) => {
      if (end !== null) signals[end].abort();
      return train(options);
    },
  });
}

const stopped = scriptedRun({ state: 'stopped' });

describe('a task of an array', () => {
  it('trains the run of its number, with the threads that Slurm gives it', async () => {
    expect(await turn(scriptedRun(), null)).toBe('done');
    const [run] = listRuns(join(fake().folder, 'runs')).runs;
    expect(run?.record.config).toMatchObject({
      ...{ head: tasks[0]?.config.head, device: { threads: 3, loaderThreads: 2 } },
      name: tasks[0]?.name,
    });
  });

  it('asks for another turn when time is up, and not when it was cancelled', async () => {
    fake().answer('scontrol', '');
    expect(await turn(stopped, 'cancelled')).toBe('cancelled');
    expect(fake().calls('scontrol')).toEqual([]);
    expect(await turn(stopped, 'timeUp')).toBe('requeued');
    expect(fake().calls('scontrol')).toEqual(['requeue 77_2']);
  });

  it('gives up where a whole turn came to nothing, but not in its first', async () => {
    fake().answer('scontrol', '');
    expect(await turn(stopped, 'timeUp')).toBe('requeued');
    // The run is where the turn before has left it.
    await expect(turn(stopped, 'timeUp', 1)).rejects.toThrow('submit it again with more --time');
    expect(fake().calls('scontrol')).toHaveLength(1);
  });

  it('fails with its run, and names a number that the manifest does not have', async () => {
    const failing = scriptedRun({ state: 'failed', fail: new Error('no images') });
    expect(await turn(failing, null)).toBe('failed');
    const { folder } = beginSubmission(join(fake().folder, 'other'), plan, ['000000000000']);
    expect(() => findArrayTask(manifestPath(folder), 0, {})).toThrow('submit the study again');
    expect(() => findArrayTask('/nowhere/manifest.json', 0, {})).toThrow('on a disk that all nodes share');
  });
});
