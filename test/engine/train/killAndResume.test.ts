import { buildSync } from 'esbuild';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { PhiloxStream } from '../../../engine/random/philox';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunEvent } from '../../../engine/train/runEvents';
import { temporaryFolder } from '../runs/temporaryFolder';
import { comparable } from './comparable';

const folder = temporaryFolder();
// Under dist/, from where a program finds the built modules and threads.
const program = join(__dirname, '../../../dist/test/trainTiny.js');

beforeAll(() => {
  const entryPoints = [join(__dirname, 'programs/trainTiny.ts')];
  buildSync({
    entryPoints,
    outfile: program,
    bundle: true,
    platform: 'node',
    external: ['sharp'],
    logLevel: 'error',
  });
});

/** Starts the program; kills it `killAfter` milliseconds after the first step may have begun. The last step seen. */
async function trainInProcess(
  args: readonly string[],
  killAfter: number | null,
): Promise<{ code: number | null }> {
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for await (const text of createInterface({ input: child.stdout })) {
    const event = JSON.parse(text) as RunEvent;
    if (event.type !== 'started' || killAfter === null) continue;
    await setTimeout(killAfter);
    child.kill('SIGKILL');
  }
  return { code: await gone };
}

const onlyRun = (runs: string) =>
  join(runs, readdirSync(runs).find((name) => name.includes('resnet8')) ?? '');

test('killed at any moment, again and again, a run resumes to the very numbers of one that was not', async () => {
  const straight = join(folder(), 'straight');
  expect(await trainInProcess([straight], null)).toEqual({ code: 0 });
  const expected = onlyRun(straight);
  const { lines } = readMetrics(runPaths(expected).metrics);
  expect(lines.map(({ step }) => step)).toEqual(Array.from({ length: 49 }, (_, step) => step));

  const runs = join(folder(), 'killed');
  const random = new PhiloxStream(Date.now() >>> 0, 1000);
  const steps: number[] = [];
  let finished = false;
  for (let kills = 0; !finished; kills++) {
    const resume = kills === 0 ? [] : [onlyRun(runs)];
    const { code } = await trainInProcess([runs, ...resume], kills < 6 ? random.between(0, 400) : null);
    finished = code === 0;
    if (!finished) expect(code).toBeNull();
    steps.push(readRun(onlyRun(runs)).record.progress?.step ?? 0);
  }
  expect(steps.length).toBeGreaterThan(1);
  expect(comparable(onlyRun(runs))).toEqual(comparable(expected));
});
