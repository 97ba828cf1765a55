import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetPath } from '../../../engine/assets';
import { continueRequest, pauseRequest, stopRequest } from '../../../engine/protocol/runProtocol';
import { readEndpoint } from '../../../engine/runs/endpoint';
import { listRuns } from '../../../engine/runs/listRuns';
import { createQueuedRun } from '../../../engine/runs/queuedRun';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readQueue } from '../../../engine/runs/runQueue';
import { attach } from '../serve/client';
import { tinyConfig } from '../train/tinyRun';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-process-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Thirty-two small steps. */
const small = [
  '--set',
  'data.builtin.train=128',
  '--set',
  'data.builtin.test=64',
  '--set',
  'evaluate.maxImages=64',
];
const train = ['train', ...small, '--batch-size', '32', '--epochs', '8', '--width', '4', '--threads', '1'];

/** Starts the built program in the test's folder. */
function simclr(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [assetPath('cli.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the built program to its end. */
async function finish(
  child: ReturnType<typeof simclr>,
): Promise<{ code: number | null; output: string; errors: string }> {
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, errors };
}

/** Waits until the program, which writes JSON, tells of its `step`-th step. */
async function reach(child: ReturnType<typeof simclr>, step: number): Promise<void> {
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as { type: string; line?: { step: number } };
    if (event.type === 'metrics' && (event.line?.step ?? 0) >= step) return;
  }
}

const run = (name: string) =>
  listRuns(join(folder, '.simclr/runs')).runs.find(({ id }) => id.endsWith(`_${name}`));

describe('the built program', () => {
  it('writes a checkpoint on Ctrl-C, says how to resume, and resumes to the end', async () => {
    const child = simclr(...train, '--name', 'stopped', '--json');
    await reach(child, 2);
    const gone = once(child, 'close') as Promise<[number | null]>;
    child.stdout.resume();
    child.kill('SIGINT');
    expect((await gone)[0]).toBe(130);
    const stopped = run('stopped');
    expect(stopped?.state).toBe('stopped');
    const step = stopped?.record.progress?.step ?? 0;
    expect(step).toBeLessThan(32);

    const { code, output } = await finish(simclr('resume', 'stopped'));
    expect(code).toBe(0);
    expect(output).toMatch(new RegExp(`from +step ${step} of 32\n`));
    expect(output).toMatch(/Finished: 32 steps/);
    const steps = readMetrics(run('stopped')?.paths.metrics ?? '').lines.map((line) => line.step);
    expect(steps).toEqual(Array.from({ length: 33 }, (_, index) => index));
  });

  it('lists a run that was killed as interrupted, and goes on with it', async () => {
    const child = simclr(...train, '--name', 'killed', '--json');
    await reach(child, 5);
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
    expect((await finish(simclr('runs'))).output).toMatch(/_killed +interrupted/);
    expect((await finish(simclr('resume', 'killed'))).output).toMatch(/Finished: 32 steps/);
    const steps = readMetrics(run('killed')?.paths.metrics ?? '').lines.map((line) => line.step);
    expect(steps).toEqual(Array.from({ length: 33 }, (_, index) => index));
  });

  it('refuses to write a run that another process is writing', async () => {
    const child = simclr(...train, '--epochs', '1000', '--name', 'busy', '--json');
    await reach(child, 1);
    const gone = once(child, 'close');
    child.stdout.resume();
    const { code, errors } = await finish(simclr('resume', 'busy'));
    expect(code).toBe(1);
    expect(errors).toBe(
      `simclr: the run is being written by process ${child.pid}: wait for it to end, or stop it\n`,
    );
    child.kill('SIGTERM');
    expect(await gone).toEqual([143, null]);
    expect(run('busy')?.state).toBe('stopped');
  });

  it('can be paused, continued and stopped from a window while it trains in a terminal', async () => {
    const child = simclr(...train, '--epochs', '1000', '--name', 'reached', '--json');
    await reach(child, 1);
    const gone = once(child, 'close');
    child.stdout.resume();
    const folderOf = () => run('reached')?.paths.folder ?? '';
    const { connection, closed } = await attach(folderOf());
    await connection.sendRequest(pauseRequest);
    expect(run('reached')?.state).toBe('paused');
    await connection.sendRequest(continueRequest);
    await connection.sendRequest(stopRequest);
    await closed;
    expect(await gone).toEqual([0, null]);
    expect(run('reached')?.state).toBe('stopped');
    expect(readEndpoint(folderOf())).toBeNull();
  });

  it('shows a queued run, and starts it at once when it is resumed', async () => {
    const runsFolder = join(folder, '.simclr/runs');
    const config = tinyConfig({ name: 'waiting', epochs: 2 });
    createQueuedRun({ runsFolder, config, baseFolder: folder, versions: {} });
    expect((await finish(simclr('runs'))).output).toMatch(/_waiting +queued +0\/2 /);
    expect((await finish(simclr('show', 'waiting'))).output).toMatch(
      /queued: no step yet[^]*start now +.*resume/,
    );
    const { code, output } = await finish(simclr('resume', 'waiting'));
    expect(code).toBe(0);
    expect(output).toMatch(/Finished: 16 steps/);
    expect(readQueue(runsFolder)).toEqual([]);
  });

  it('puts a mistake in one sentence, without a stack, and exits with 1', async () => {
    const { code, output, errors } = await finish(simclr('train', 'no-such-folder'));
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toMatch(/^simclr: .*no-such-folder.*\n$/);
    expect(errors).not.toMatch(/^ +at /m);
  });

  it('is not put out by a reader that has seen enough', async () => {
    const child = simclr('train', '--help');
    child.stdout.destroy();
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
  });

  it('describes the built-in images and draws views of them', async () => {
    const { output } = await finish(simclr('datasets', '--json'));
    expect(JSON.parse(output)).toMatchObject({ format: 'builtin', images: { train: 5000 } });
    const preview = await finish(
      simclr('preview', ...small, '--output', 'sheet.png', '--images', '2', '--pairs', '2'),
    );
    expect(preview.errors).toBe('');
    expect(preview.output).toMatch(/^sheet\.png: the image, then 2 positive pairs, views of 32 pixels/);
  });
});
