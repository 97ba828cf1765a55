import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { assetPath } from '../../../engine/assets';
import type { RunConfigInput } from '../../../engine/config/runConfig';
import { createQueuedRun } from '../../../engine/runs/queuedRun';
import { listRuns } from '../../../engine/runs/listRuns';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun, type Run } from '../../../engine/runs/readRun';
import { lockOwner } from '../../../engine/runs/runLock';
import { laneOwner } from '../../../engine/runs/runQueue';
import { runPaths } from '../../../engine/runs/runPaths';
import { tinyConfig } from '../train/tinyRun';
import { until } from './until';

/** An engine that a test started. */
export interface Engine {
  readonly child: ChildProcess;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** A folder of runs for each test of the file, and engines of the built program; all end with the test. */
export class Engines {
  folder = '';

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'simclr-serve-'));
    });
    afterEach(async () => {
      // Ended engines start those of waiting runs.
      rmSync(join(this.folder, 'queue.json'), { force: true });
      for (const { paths } of listRuns(this.folder).runs) {
        const owner = lockOwner(paths.lock);
        if (owner !== null && owner.pid !== process.pid) process.kill(owner.pid, 'SIGKILL');
      }
      await until(() => laneOwner(this.folder, 'cpu') === null);
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    });
  }

  /** Queues a run that takes about a second, or as long as one lets it where `endless`. */
  queue(name: string, changes: RunConfigInput = {}): string {
    const config = tinyConfig({
      name,
      epochs: 2,
      device: { backend: 'cpu', threads: 1, loaderThreads: 1 },
      ...changes,
    });
    return createQueuedRun({ runsFolder: this.folder, config, baseFolder: this.folder, versions: {} });
  }

  /** What the engine of a run is started with. */
  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, XDG_RUNTIME_DIR: this.folder };
  }

  /** Starts the engine of a run, as a window does. */
  start(runFolder: string, ...nodeFlags: string[]): Engine {
    const log = openSync(runPaths(runFolder).log, 'a');
    const args = [...nodeFlags, assetPath('main.js'), 'run', runFolder];
    const child = spawn(process.execPath, args, {
      detached: true,
      env: this.environment,
      stdio: ['ignore', log, log],
    });
    const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    );
    return { child, exit };
  }
}

/** A run that goes on until it is told to end. */
export const endless: RunConfigInput = {
  epochs: 100_000,
  evaluate: { everyEpochs: 1000, maxImages: 16, knnNeighbours: 5 },
};

/** Waits until a run is in a state. */
export function reached(runFolder: string, state: Run['state']): Promise<Run> {
  return until(() => {
    const run = readRun(runFolder);
    return run.state === state && run;
  });
}

/** Steps in a run's metrics. */
export function stepsOf(runFolder: string): number[] {
  return readMetrics(runPaths(runFolder).metrics).lines.map(({ step }) => step);
}

/** Waits until so many steps are on disk. */
export function trained(runFolder: string, steps: number): Promise<boolean> {
  return until(() => (stepsOf(runFolder).at(-1) ?? 0) >= steps);
}
