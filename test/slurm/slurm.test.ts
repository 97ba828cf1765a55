import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { readMetrics } from '../../engine/runs/readMetrics';
import { poll } from '../workbench/driver/poll';
import { useClusterWork } from './clusterWork';
import { inCluster } from './inCluster';
import { pauseRun } from './pauseRun';

inCluster('studies under Slurm', () => {
  const work = useClusterWork();

  it('runs as many at a time as asked, submits nothing twice, and says how it goes', async () => {
    const { simclr, queue, runs, study } = work();
    const path = study('tiny', [4, 8, 16, 32]);
    const submitted = await simclr('study', 'run', path, '--executor', 'slurm', '--at-most', '2');
    expect(submitted).toMatchObject({ code: 0, errors: '' });
    const [, job, folder] = /4 runs as Slurm job (\d+); script and logs are in (.+)\.\n/.exec(
      submitted.output,
    ) as unknown as [string, string, string];

    let atOnce = 0;
    const counting = poll(
      'the end of the job',
      async () => {
        const states = await queue();
        atOnce = Math.max(atOnce, states.filter((line) => line.endsWith(' RUNNING')).length);
        return states.every((line) => line.endsWith(' COMPLETED'));
      },
      150_000,
    );
    await poll('two runs', () => runs('tiny').length === 2);
    expect((await simclr('study', 'show', 'tiny')).output).toMatch(/\nSlurm: 2 pending, 2 running\n/);
    const waited = await simclr('study', 'run', path, '--executor', 'slurm', '--wait');
    expect(waited).toMatchObject({ code: 0, errors: '' });
    expect(waited.output).toContain('4 runs had been submitted before.');
    await counting;

    expect(atOnce).toBe(2);
    expect(await queue()).toHaveLength(4);
    expect(runs('tiny').map(({ state }) => state)).toEqual(Array(4).fill('finished'));
    const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
    expect(logs.sort()).toEqual([0, 1, 2, 3].map((index) => `slurm-${job}_${index}.log`));
    expect(readFileSync(join(folder, logs[3] ?? ''), 'utf8')).toMatch(/32 \(seed 1\) on .+Done\.\n$/s);
  });

  it('goes on from a checkpoint after the time limit, but not when it was cancelled', async () => {
    const { simclr, queue, showJob, runs, study } = work();
    const flags = ['--executor', 'slurm', '--set', 'epochs=200'];
    const submit = async (name: string, ...more: string[]) => {
      const { output } = await simclr('study', 'run', study(name, [8]), ...flags, ...more);
      return /Slurm job (\d+); script and logs are in (.+)\.\n/.exec(output)?.slice(1) as [string, string];
    };
    const farEnough = (name: string) => runs(name).find(({ record }) => (record.progress?.step ?? 0) > 16);
    const [long, folder] = await submit('long', '--time', '1', '--sbatch=--signal=B:USR2@20');
    const [other] = await submit('other', '--set', 'seed=1', '--set', 'epochs=2000');

    // However quick the machine is, it is still at it when its time is up.
    await pauseRun((await poll('some steps', () => farEnough('long'))).paths.folder);
    await poll('some steps', () => farEnough('other'));
    expect((await simclr('study', 'stop', 'other')).output).toContain('Cancelled 1 run with Slurm');
    const stopped = await poll('the stop', () => runs('other').find(({ state }) => state === 'stopped'));
    const step = stopped.record.progress?.step;
    expect(listCheckpoints(stopped.paths.checkpoints).map((file) => file.step)).toContain(step);
    // The run says that it stopped before its process has ended, which is what Slurm waits for.
    const shown = await poll('the cancelled job', async () => {
      const { output } = await simclr('study', 'show', 'other');
      return !output.includes('Slurm: 1 running') && output;
    });
    expect(shown).toMatch(/\nSlurm: 1 cancelled\n.*slurm-.*\.log/);

    const done = await poll(
      'the long run',
      () => runs('long').find(({ state }) => state === 'finished'),
      300_000,
    );
    expect(Number(/Restarts=(\d+)/.exec(await showJob(long))?.[1])).toBeGreaterThanOrEqual(1);
    expect(runs('long')).toHaveLength(1);
    const steps = readMetrics(done.paths.metrics).lines.flatMap((line) =>
      'loss' in line ? [line.step] : [],
    );
    expect(steps).toEqual(Array.from({ length: done.record.plan?.totalSteps ?? 0 }, (_, at) => at + 1));
    expect(readFileSync(join(folder, `slurm-${long}_0.log`), 'utf8')).toMatch(
      /turn 1\n.*Time is up.*turn 2\n.*Done\.\n$/s,
    );
    expect(await queue()).toContain(`${other}_0 CANCELLED`);
    expect(await showJob(other)).toContain('Restarts=0');
  });
});
