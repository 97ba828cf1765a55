import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { followJobs } from '../../../engine/executors/slurm/followJobs';
import { beginSubmission, writeSubmission } from '../../../engine/executors/slurm/submission';
import type { TaskNews } from '../../../engine/executors/workThrough';
import { studyTasks } from '../../../engine/studies/studyTasks';
import { scriptedRun } from '../cli/scriptedRun';
import { useFakeSlurm } from './fakeSlurm';
import { smallPlan as plan } from './smallPlan';

const fake = useFakeSlurm();

it('follows runs by their folders until the last is done, or Slurm has ended it, with the reason', async () => {
  const runsFolder = join(fake().folder, 'runs');
  const tasks = studyTasks(plan.study, plan).slice(0, 2);
  const keys = tasks.map(({ key }) => key);
  const submission = { ...beginSubmission(runsFolder, plan, keys), jobId: '77' };
  writeSubmission(submission);
  const leave = new AbortController();
  const news: [string, TaskNews][] = [];
  const work = {
    ...{ runsFolder, plan, tasks, signal: leave.signal, say: () => undefined },
    onNews: ({ key }: { key: string }, told: TaskNews) => void news.push([key, told]),
  };
  const pace = { look: 20, ask: 20 };

  fake().answer('squeue', '77_0|RUNNING\n77_1|RUNNING\n');
  const left = followJobs(work, pace);
  setTimeout(() => leave.abort(), 200);
  expect(await left).toBe(false);
  expect(news).toEqual([]);

  const config = { ...tasks[0]?.config, name: 'first' } as (typeof tasks)[0]['config'];
  const signal = new AbortController().signal;
  await scriptedRun()({ config, runsFolder, baseFolder: plan.baseFolder, signal, onEvent: () => undefined });
  writeFileSync(join(submission.folder, 'slurm-77_1.log'), 'simclr: no such image\n');
  fake().answer('squeue', '77_1|FAILED\n');
  expect(await followJobs({ ...work, signal }, pace)).toBe(true);
  expect(news).toMatchObject([
    [keys[0], { type: 'ended', outcome: 'done' }],
    [
      keys[1],
      { type: 'ended', outcome: 'failed', reason: expect.stringMatching(/^failed: no such image \(.*77_1/) },
    ],
  ]);
});
