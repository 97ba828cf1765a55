import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../../engine/cli/program';
import { processStart } from '../../../engine/runs/processIdentity';
import { studyLockPath } from '../../../engine/studies/studyPlan';
import { fakeTerminal } from '../cli/fakeTerminal';
import { smallStudyInput } from '../studies/smallStudy';
import { useFakeSlurm } from './fakeSlurm';

const fake = useFakeSlurm();

/** Runs `simclr study` as a person would, with studies and runs in the test's folder; paths are shown without it. */
async function study(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const { folder } = fake();
  writeFileSync(join(folder, 'small.study.json'), JSON.stringify(smallStudyInput));
  const terminal = fakeTerminal();
  const code = await runProgram(['study', ...args, '--runs', join(folder, 'runs')], terminal);
  return {
    code,
    output: terminal.output.replaceAll(folder, 'FOLDER'),
    errors: terminal.errors.replaceAll(folder, 'FOLDER'),
  };
}

/** Submits the small study, which has three cells of two seeds. */
const submit = (...more: string[]) =>
  study('run', join(fake().folder, 'small.study.json'), '--executor', 'slurm', ...more);

/** Paths of what submissions have left, in order. */
function submissions(): string[] {
  const folder = join(fake().folder, 'runs', '.studies', 'slurm');
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
const keysOf = (folder = '') => (JSON.parse(read(folder, 'manifest.json')) as { keys: string[] }).keys;

describe('a submission', () => {
  it('asks for what the flags say in a script that people can read, and says how to follow and to stop it', async () => {
    fake().answer('sbatch', '77;alpha\n');
    const { code, output } = await submit(
      ...[
        '--time',
        '4:00:00',
        '--partition',
        'gpu',
        '--gres',
        'gpu:1',
        '--cpus-per-task',
        '8',
        '--mem',
        '16G',
      ],
      ...['--at-most', '4', '--sbatch', '-A vision', '--sbatch=--exclude=node[1-2]'],
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^Submitted 6 runs as Slurm job 77; script and logs are in FOLDER/m);
    expect(output).toMatch(
      /study show small --size minutes --runs .*\n.*study stop small --size minutes --runs/,
    );
    const [folder = ''] = submissions();
    expect(fake().calls('sbatch')).toEqual([`--parsable ${folder}/job.sh`]);
    const options = read(folder, 'job.sh').match(/(?<=^#SBATCH ).*$/gm);
    for (const option of [
      ...[
        '--array=0-5%4',
        '--time=4:00:00',
        '--partition=gpu',
        '--gres=gpu:1',
        '--cpus-per-task=8',
        '--mem=16G',
      ],
      ...['-A vision', '--exclude=node[1-2]', '--requeue', '--open-mode=append', '--signal=B:USR2@120'],
      `--output=${folder}/slurm-%A_%a.log`,
    ]) {
      expect(options).toContain(option);
    }
    expect(keysOf(folder)).toHaveLength(6);
  });

  it.each([
    ['one after another where there is a limit', ['--at-most', '2'], ['', 'afterany:77', 'afterany:77']],
    ['all at once where there is none', [], ['', '', '']],
  ])('becomes several jobs where the cluster allows none so large, %s', async (_, flags, dependencies) => {
    fake().answer('sbatch', '77\n');
    fake().answer('scontrol', 'MaxArraySize            = 3\nMaxJobCount             = 10000\n');
    const { output } = await submit(...flags);
    expect(output.match(/Submitted 2 runs as Slurm job 77/g)).toHaveLength(3);
    const scripts = submissions().map((folder) => read(folder, 'job.sh'));
    expect(scripts.map((script) => /--array=([\d-]+)/.exec(script)?.[1])).toEqual(['0-1', '0-1', '0-1']);
    expect(scripts.map((script) => /--dependency=(.*)/.exec(script)?.[1] ?? '')).toEqual(dependencies);
    expect(new Set(submissions().flatMap(keysOf)).size).toBe(6);
  });

  it('leaves out what waits or runs already, by the accounts or, without them, by the queue', async () => {
    fake().answer('sbatch', '77\n');
    await submit();
    const queue = ['PENDING', 'RUNNING', 'OUT_OF_MEMORY', 'TIMEOUT', 'COMPLETED'];
    fake().answer('squeue', queue.map((state, index) => `77_${index}|${state}\n`).join(''));
    const [first] = submissions();
    writeFileSync(join(first ?? '', 'slurm-77_2.log'), 'simclr: too much\nslurmstepd: killed\n');
    const { output } = await study('show', 'small');
    expect(output).toContain(
      'Slurm: 1 pending, 1 running, 1 ended before its run was done, 1 out of time, 1 out of memory, 1 ended and forgotten by Slurm\n',
    );
    expect(output).toMatch(/: out of memory: too much \(FOLDER\/.*\/slurm-77_2\.log\)\n/);

    fake().answer('sbatch', '78\n');
    expect((await submit()).output).toMatch(
      /2 runs had been submitted before\.\nSubmitted 4 runs as Slurm job 78/,
    );
    expect(keysOf(submissions()[1])).toEqual(keysOf(first).slice(2));

    fake().answer(
      'sacct',
      '77_[0-1%2]|PENDING\n78_0|CANCELLED by 1000\n78_[1-3:2]|PENDING\n78_2|NODE_FAIL\n',
    );
    fake().answer('sbatch', '79\n');
    expect((await submit()).output).toContain('4 runs had been submitted before.\nSubmitted 2 runs');
    expect(keysOf(submissions()[2])).toEqual([keysOf(first)[2], keysOf(first)[4]]);
  });

  it.each([
    ['sbatch is missing', null, /^simclr: sbatch is not on the PATH: .*login node.*\n$/],
    [
      'Slurm refuses it',
      'sbatch: error: invalid partition specified: gpu\nsbatch: error: Batch job submission failed\n',
      /^simclr: sbatch refuses: invalid partition specified: gpu; Batch job submission failed\n$/,
    ],
  ])('says in a sentence that %s, and leaves nothing behind', async (_, complaint, sentence) => {
    if (complaint !== null) fake().answer('sbatch', '', complaint);
    const { code, errors } = await submit();
    expect(code).toBe(1);
    expect(errors).toMatch(sentence);
    expect(submissions()).toEqual([]);
  });

  it('refuses flags that its executor has no use for', async () => {
    expect((await submit('--parallel', '2')).errors).toMatch(/--parallel .*--at-most/);
    const { errors } = await study('run', join(fake().folder, 'small.study.json'), '--mem', '16G');
    expect(errors).toMatch(/--mem .*--executor slurm/);
  });
});

it('ends a task in a sentence on a node that cannot see what it needs', async () => {
  fake().answer('sbatch', '77\n');
  await submit();
  const [folder = ''] = submissions();
  const script = read(folder, 'job.sh').replace(/^program=.*$/m, 'program=/elsewhere/cli.js');
  const { status, stderr } = spawnSync('/bin/bash', ['-c', `hostname() { echo node7; }; ${script}`], {
    encoding: 'utf8',
    // Where its input is a socket, bash takes itself for a login from afar and reads the user's files.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  expect(status).toBe(1);
  expect(stderr).toBe(
    'simclr: node7 cannot see /elsewhere/cli.js: it has to lie on a disk that all nodes share\n',
  );
});

it('says which manifest is damaged, and shows what is known without it', async () => {
  fake().answer('sbatch', '77\n');
  await submit();
  writeFileSync(join(submissions()[0] ?? '', 'manifest.json'), '{');
  const shown = await study('show', 'small');
  expect(shown.code).toBe(0);
  expect(shown.output).toMatch(/Verdict[^]*Slurm: FOLDER\/.*manifest\.json is damaged: delete its folder/);
  expect((await submit()).errors).toMatch(
    /^simclr: FOLDER.*manifest\.json is damaged: delete its folder.*\n$/,
  );
});

it('stops what runs on the cluster and the process that runs the study here', async () => {
  fake().answer('sbatch', '77\n');
  await submit();
  expect((await study('stop', 'small')).errors).toContain('squeue is not on the PATH');
  fake().answer('squeue', '77_0|RUNNING\n77_1|PENDING\n77_2|FAILED\n');
  fake().answer('scancel', '');
  const here = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const { pid = 0 } = here;
  const lock = JSON.stringify({ pid, host: hostname(), start: processStart(pid) });
  writeFileSync(studyLockPath(join(fake().folder, 'runs'), 'small', 'minutes'), lock);
  const ended = once(here, 'exit');
  expect((await study('stop', 'small')).output).toMatch(/process \d+.*\nCancelled 2 runs/);
  expect(await ended).toEqual([null, 'SIGTERM']);
  expect(fake().calls('scancel')).toEqual(['77']);
  fake().answer('squeue', '');
  expect((await study('stop', 'small')).output).toContain('"small" is not being run');
});

it('stops what an earlier start with other settings has left with the cluster', async () => {
  fake().answer('sbatch', '77\n');
  await submit();
  fake().answer('squeue', '77_0|RUNNING\n');
  fake().answer('sbatch', '78\n');
  await submit('--set', 'epochs=3');
  fake().answer('squeue', '77_0|RUNNING\n78_0|PENDING\n78_1|COMPLETED\n');
  fake().answer('scancel', '');
  expect((await study('stop', 'small')).output).toMatch(/^Cancelled 2 runs/);
  expect(fake().calls('scancel')).toEqual(['77 78']);
});

describe('what cannot be as asked is refused', () => {
  it('images to transfer to, where a study transfers nothing', async () => {
    expect((await submit('--target', 'photos')).errors).toContain(
      'the study "small" transfers nothing: leave out --target',
    );
  });

  it('anything else than before, where one goes on as before', async () => {
    fake().answer('sbatch', '77\n');
    await submit();
    const again = ['run', 'small', '--as-before', '--executor', 'slurm'];
    expect((await study(...again, '--set', 'epochs=3')).errors).toMatch(/leave out --set, or --as-before/);
    const { errors } = await study('run', 'small', 'photos', ...again.slice(2));
    expect(errors).toMatch(/leave out "photos", or --as-before/);
  });

  it('a study of one’s own with the name of a built-in one', async () => {
    const path = join(fake().folder, 'mine.study.json');
    writeFileSync(path, JSON.stringify({ ...smallStudyInput, name: 'losses' }));
    expect((await study('run', path)).errors).toContain(
      'mine.study.json: the name "losses" is that of a built-in study: choose another one',
    );
  });
});
