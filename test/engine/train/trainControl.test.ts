import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listCheckpoints } from '../../../engine/runs/checkpoints';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun } from '../../../engine/runs/readRun';
import { runPaths } from '../../../engine/runs/runPaths';
import type { RunEvent, RunSummary } from '../../../engine/train/runEvents';
import { TrainControl } from '../../../engine/train/trainControl';
import { trainRun } from '../../../engine/train/trainRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { comparable } from './comparable';
import { tinyConfig } from './tinyRun';

const folder = temporaryFolder();

type Wish = (control: TrainControl, stop: () => void, runFolder: string) => Promise<void>;

/** Trains the tiny run; each wish is made when the line of metrics of its step has come, and must be granted. */
async function train(
  wishes: Readonly<Record<number, Wish>>,
  resume?: string,
): Promise<{ summary: RunSummary; events: readonly RunEvent[] }> {
  const control = new TrainControl();
  const abort = new AbortController();
  const events: RunEvent[] = [];
  const granted: Promise<void>[] = [];
  let runFolder = '';
  const summary = await trainRun({
    config: tinyConfig({ epochs: 3 }),
    runsFolder: join(folder(), 'runs'),
    baseFolder: folder(),
    ...(resume === undefined ? {} : { resume }),
    signal: abort.signal,
    control,
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'started') ({ runFolder } = event);
      if (event.type !== 'metrics') return;
      const wish = wishes[event.line.step];
      if (wish) granted.push(wish(control, () => abort.abort(), runFolder));
    },
  });
  await Promise.all(granted);
  return { summary, events };
}

const steps = (run: string) => listCheckpoints(runPaths(run).checkpoints).map(({ step }) => step);
const states = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'state' ? [event.state] : []));

test('paused, looked at, saved and continued, a run gives the numbers of one that was left alone', async () => {
  const alone = await train({});
  let kept: number[] = [];
  const pausedFor = 1;
  const disturbed = await train({
    5: async (control, _stop, run) => {
      await control.pause();
      expect(readRun(run).state).toBe('paused');
      const written = readMetrics(runPaths(run).metrics).lines.length;
      expect((await control.checkpoint()).step).toBe(5);
      // The last two (keepLast), of which the extra one is one.
      expect(steps(run)).toEqual([4, 5]);
      expect((await control.pairs(4)).pairs).toHaveLength(4);
      await setTimeout(1000 * pausedFor);
      expect(readMetrics(runPaths(run).metrics).lines).toHaveLength(written);
      await control.continue();
      expect(readRun(run).state).toBe('running');
    },
    13: async (control, _stop, run) => {
      const [{ step, path }, { pairs }] = await Promise.all([control.checkpoint(), control.pairs(1)]);
      expect(step).toBe(13);
      expect(existsSync(path)).toBe(true);
      expect(pairs).toHaveLength(1);
      kept = steps(run).filter((each) => each > 4);
    },
  });
  expect(states(disturbed.events)).toEqual(['preparing', 'running', 'paused', 'running', 'finished']);
  expect(kept).toEqual(expect.arrayContaining([12, 13]));
  expect(comparable(disturbed.summary.runFolder)).toEqual(comparable(alone.summary.runFolder));
  expect(steps(disturbed.summary.runFolder)).toEqual(steps(alone.summary.runFolder));

  const { lines } = readMetrics(runPaths(disturbed.summary.runFolder).metrics);
  const [before, after] = [5, 6].map((step) => lines.find((line) => line.step === step)?.time ?? NaN);
  expect((after ?? NaN) - (before ?? NaN)).toBeLessThan(pausedFor);
});

test('stopped while paused, a run has its checkpoint and resumes to the same numbers', async () => {
  const alone = await train({});
  const stopped = await train({
    7: async (control, stop) => {
      await control.pause();
      stop();
    },
  });
  expect(stopped.summary).toMatchObject({ state: 'stopped', steps: 7 });
  expect(states(stopped.events)).toEqual(['preparing', 'running', 'paused', 'stopped']);
  expect(steps(stopped.summary.runFolder)).toContain(7);
  const { summary } = await train({}, stopped.summary.runFolder);
  expect(comparable(summary.runFolder)).toEqual(comparable(alone.summary.runFolder));
});

test('what cannot be granted is refused with a sentence', async () => {
  const control = new TrainControl();
  const preparing = 'the run is still being prepared: try again once it trains';
  await expect(control.pause()).rejects.toThrow(preparing);
  await expect(control.pairs(1)).rejects.toThrow(preparing);
  expect(control.hasPairs).toBe(false);

  let ended: TrainControl = control;
  await train({
    0: async (running) => {
      ended = running;
      const paused = running.pause();
      await expect(running.checkpoint()).rejects.toThrow('there is no step yet that a checkpoint could hold');
      await paused;
      await expect(running.checkpoint()).rejects.toThrow('there is no step yet');
      await running.continue();
    },
    4: async (running) => {
      const paused = running.pause();
      await running.continue();
      await expect(paused).rejects.toThrow('told to go on before it was paused');
    },
  });
  await expect(ended.pause()).rejects.toThrow('the run takes no more steps');
});

test('an evaluation between steps tells its beginning, its progress and its end', async () => {
  const { events } = await train({});
  const progress = events.filter((event) => event.type === 'progress' && event.phase === 'evaluating');
  const shares = progress.flatMap((event) => (event.type === 'progress' ? [event.done / event.total] : []));
  // Before the first step, after each of three epochs, and at the end.
  expect(shares.filter((share) => share === 0)).toHaveLength(5);
  expect(shares.filter((share) => share === 1)).toHaveLength(5);
  expect(shares.some((share) => share > 0 && share < 1)).toBe(true);
});

test('pairs are other images each time, named and labelled', async () => {
  const seen: string[] = [];
  await train({
    2: async (control) => {
      // Eight times eight are all 64 training images.
      for (let i = 0; i < 8; i++) {
        const { pairs, imageSize } = await control.pairs(8);
        expect(imageSize).toBe(16);
        for (const { id, label, first, second } of pairs) {
          seen.push(id);
          expect(label).not.toBeNull();
          for (const png of [first, second]) {
            const bytes = Buffer.from(png, 'base64');
            expect(bytes.subarray(1, 4).toString()).toBe('PNG');
            expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([16, 16]);
          }
          expect(first).not.toBe(second);
        }
      }
    },
  });
  expect(new Set(seen).size).toBe(64);
});
