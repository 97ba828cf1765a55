import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assetPath } from '../../../engine/assets';
import { listRuns } from '../../../engine/runs/listRuns';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { laneOwner } from '../../../engine/runs/runQueue';
import { tinyStudy } from '../executors/tinyStudy';

let folder: string;
let runsFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simclr-study-'));
  runsFolder = join(folder, '.simclr/runs');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the tiny study down, with runs of so many epochs. */
function write(epochs: number): void {
  const study = { ...tinyStudy, config: { ...tinyStudy.config, epochs } };
  writeFileSync(join(folder, 'tiny.study.json'), JSON.stringify(study));
}

const program = (...args: string[]) => [assetPath('cli.js'), 'study', ...args];
const simclr = async (...args: string[]) =>
  (await promisify(execFile)(process.execPath, program(...args), { cwd: folder })).stdout;
const run = ['run', 'tiny.study.json', '--parallel', '2'];

const runs = () => listRuns(runsFolder).runs;
const steps = (metrics: string) => readMetrics(metrics).lines.map(({ step }) => step);

describe('simclr study run', () => {
  it('has several runs at a time done by other processes, each once', async () => {
    write(2);
    const output = await simclr(...run);
    expect(output).toMatch(/^About .*, 2 runs at a time, by measured steps on cpu, /m);
    expect(output).toContain('1/2 ');
    expect(output).toContain('2/2 ');
    expect(output).toContain('Verdict: not enough seeds');
    expect(runs().map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(await simclr(...run)).toContain('2 runs at size minutes, 2 of them done.');
    expect(runs()).toHaveLength(2);
    expect(await simclr('cost', 'tiny.study.json')).toBe('No run is left.\n');
    expect(laneOwner(runsFolder, 'cpu')).toBeNull();
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves runs with a checkpoint that go on later, when it ends by %s',
    async (signal) => {
      write(16);
      const child = spawn(process.execPath, program(...run), { cwd: folder, stdio: 'ignore' });
      const exit = once(child, 'exit');
      const begun = () =>
        readdirSync(folder).includes('.simclr')
          ? runs().filter(({ paths }) => steps(paths.metrics).length > 3).length
          : 0;
      while (begun() < 2) await pause(20);
      child.kill(signal);
      await exit;
      // Processes that have lost the one that hands out runs end by themselves.
      while (runs().some(({ state }) => state === 'running')) await pause(20);
      expect(runs().map(({ state }) => state)).toEqual(['stopped', 'stopped']);
      const before = runs().map(({ paths }) => readFileSync(paths.metrics, 'utf8'));
      expect(await simclr(...run)).toContain('2/2 ');
      for (const [index, { paths, state }] of runs().entries()) {
        expect(state).toBe('finished');
        expect(readFileSync(paths.metrics, 'utf8').startsWith(before[index] ?? '')).toBe(true);
        expect(steps(paths.metrics)).toEqual(Array.from({ length: 65 }, (_, step) => step));
      }
    },
  );
});

describe('simclr study cost', () => {
  it('says as JSON how many runs are left, what they take, and how many at a time are best', async () => {
    write(2);
    const cost = JSON.parse(await simclr('cost', 'tiny.study.json', '--json')) as Record<string, unknown>;
    expect(cost).toMatchObject({ runs: 2, device: expect.stringMatching(/^cpu, /) });
    expect(cost['seconds']).toBeGreaterThan(0);
    expect([1, 2]).toContain(cost['parallel']);
  });
});
