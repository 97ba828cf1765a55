import { basename } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { listRuns } from '../../../engine/runs/listRuns';
import { readRun } from '../../../engine/runs/readRun';
import { RunWriter } from '../../../engine/runs/runWriter';
import type { TrainRunOptions } from '../../../engine/train/runEvents';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainingState } from '../runs/trainingStates';
import { fakeTerminal } from './fakeTerminal';
import { scriptedRun } from './scriptedRun';

let given: TrainRunOptions | null = null;
vi.mock('../../../engine/serve/reachableRun', () => ({
  reachableTrainRun: (options: TrainRunOptions) => {
    given = options;
    return scriptedRun()(options);
  },
}));

const folder = temporaryFolder();
let run: string;

beforeEach(async () => {
  given = null;
  const config = runConfigSchema.parse({ name: 'first-try' });
  const writer = RunWriter.create({ runsFolder: folder(), config, baseFolder: '/data', versions: {} });
  for (const step of [10, 20]) await writer.saveCheckpoint(trainingState(step, 10));
  writer.setState('stopped');
  writer.close();
  run = writer.paths.folder;
});

async function resume(...args: string[]) {
  const terminal = fakeTerminal();
  const code = await runProgram(['resume', ...args, '--runs', folder()], terminal);
  return { code, output: terminal.output, errors: terminal.errors };
}

it.each(['10', 'best'])('--from %s trains a branch, and says so', async (which) => {
  const { code, output } = await resume('first-try', '--from', which, '--threads', '3');
  expect(code).toBe(0);
  const branch = given?.resume ?? '';
  expect(branch).not.toBe(run);
  expect(readRun(branch).record.branchOf).toEqual({ run: basename(run), step: 10 });
  expect(given?.config).toMatchObject({ name: 'first-try from step 10', device: { threads: 3 } });
  expect(output).toContain(`${basename(branch)} goes on from step 10 of ${basename(run)}.`);

  const terminal = fakeTerminal();
  await runProgram(['show', branch], terminal);
  expect(terminal.output).toMatch(new RegExp(`branch of +${basename(run)}, from step 10 on`));
});

it.each([['latest'], ['20']])(
  '--from %s goes on with the run itself where that is its latest',
  async (which) => {
    expect((await resume('first-try', '--from', which)).code).toBe(0);
    expect(given?.resume).toBe(run);
    expect(listRuns(folder()).runs).toHaveLength(1);
  },
);

it('takes the path of a checkpoint, which needs no --from', async () => {
  const { path } = findCheckpoint(folder(), run, '10').checkpoint;
  expect(await resume(path, '--from', '20')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('is a checkpoint already: leave --from 20 out') as string,
  });
  expect((await resume(path)).code).toBe(0);
  expect(readRun(given?.resume ?? '').record.branchOf?.step).toBe(10);
});

it('branches a finished run, and refuses to go on with it', async () => {
  const writer = RunWriter.reopen(run, {});
  writer.setState('finished');
  writer.close();
  expect((await resume('first-try')).errors).toMatch(/--from STEP goes on from an earlier step/);
  expect((await resume('first-try', '--from', '10')).code).toBe(0);
  expect(readRun(run).state).toBe('finished');
});

it('writes nothing but events for scripts', async () => {
  const { output } = await resume('first-try', '--from', '10', '--json');
  for (const line of output.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('type');
});

it('says which steps are kept where there is no such checkpoint', async () => {
  expect(await resume('first-try', '--from', '15')).toMatchObject({
    code: 1,
    errors: expect.stringMatching(
      /does not keep the checkpoint "step 15": there are those of step 10, 20/,
    ) as string,
  });
});
