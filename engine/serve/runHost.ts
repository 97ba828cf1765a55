import { basename, dirname, resolve } from 'node:path';
import type { DeviceConfig } from '../config/runConfig';
import { failureReason } from '../errors';
import type { RunEvent } from '../protocol/runEvent';
import { failQueued } from '../runs/queuedRun';
import { readRun } from '../runs/readRun';
import { lockOwner, type RunLock } from '../runs/runLock';
import { runPaths } from '../runs/runPaths';
import { settleLane, stateOf, tryLane, type Lane } from '../runs/runQueue';
import type { RunWriter } from '../runs/runWriter';
import type * as OpenRunFolder from '../train/openRunFolder';
import { startWaiting } from './startEngine';

/** What an engine's process ends with. */
const exitCodes = {
  /** The run is finished or stopped. */
  ended: 0,
  /** The run failed, which is in its record, or could not be started. */
  failed: 1,
  /** Its device is taken, or it does not wait any more: nothing was done. */
  notNow: 3,
} as const;

/**
 * Trains the queued run in `folder` in this process: takes its device, which the next waiting run gets afterwards.
 * SIGTERM and SIGINT end the run with a checkpoint; a closed terminal or a parent that has gone do not end it.
 * @param script absolute path of the built `engine/main.js`, to start the next run's engine with.
 * @returns the exit code; the caller ends the process with it, whatever is still open.
 * @throws UserError when the folder holds no run that can be read.
 */
export async function hostRun(folder: string, script: string): Promise<number> {
  const path = resolve(folder);
  const { record } = readRun(path);
  if (record.state !== 'queued') return exitCodes.notNow;
  const { device } = record.config;
  const name = await laneOf(path, device);
  const lane = tryLane(dirname(path), name);
  if (lane !== null) return new RunHost(path, script, name, lane).run();
  // Those behind it may have waited to hear what it waits for.
  if (device.backend === 'auto') startWaiting(dirname(path), script);
  return exitCodes.notNow;
}

/** The device that a run waits for. Where its configuration leaves that open it is found out, and stands in the queue then. */
async function laneOf(path: string, device: DeviceConfig): Promise<Lane> {
  if (device.backend !== 'auto') return device.backend;
  const { chooseBackend } = await import('../backends/chooseBackend');
  const { backend } = await chooseBackend(device);
  settleLane(dirname(path), basename(path), device, backend);
  return backend;
}

class RunHost {
  private readonly stopping = new AbortController();
  /** null before the run is ours. */
  private writer: RunWriter | null = null;

  constructor(
    private readonly folder: string,
    private readonly script: string,
    private laneName: Lane,
    private lane: RunLock,
  ) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => this.stopping.abort());
    }
    process.on('SIGHUP', () => undefined);
    // Rejections that nobody handles come here too.
    process.on('uncaughtException', (error) => {
      this.fail(error);
      this.leave();
      process.exit(exitCodes.failed);
    });
  }

  async run(): Promise<number> {
    try {
      return await this.train();
    } catch (error) {
      this.fail(error);
      return exitCodes.failed;
    } finally {
      this.leave();
    }
  }

  private async train(): Promise<number> {
    // Not before the device is ours: the engine is large.
    const { trainReachably } = await import('./reachableRun');
    const writer = this.open(await import('../train/openRunFolder'));
    if (writer === null) return exitCodes.notNow;
    this.writer = writer;
    const { config, baseFolder } = writer.record;
    try {
      await trainReachably(writer, {
        ...{ config, baseFolder, runsFolder: dirname(this.folder), resume: this.folder },
        signal: this.stopping.signal,
        onEvent: (event) => this.changeLane(event),
      });
      return exitCodes.ended;
    } catch {
      // It is in the record and in the log.
      return exitCodes.failed;
    } finally {
      this.writer = null;
    }
  }

  /**
   * What was chosen did not work, and the run computes on something else: that is taken where it is free, and the other
   * given to those that wait for it.
   */
  private changeLane(event: RunEvent): void {
    if (event.type !== 'started' || event.device.backend === this.laneName) return;
    const lane = tryLane(dirname(this.folder), event.device.backend);
    if (lane === null) return;
    this.leave();
    this.lane = lane;
    this.laneName = event.device.backend;
  }

  /** The run's folder, or null where another process was quicker to start it or to take it out of the queue. */
  private open({ openQueuedRun }: typeof OpenRunFolder): RunWriter | null {
    try {
      return openQueuedRun(this.folder);
    } catch (error) {
      const waits = stateOf(dirname(this.folder), basename(this.folder)) === 'queued';
      if (waits && lockOwner(runPaths(this.folder).lock) === null) throw error;
      return null;
    }
  }

  /** Records an error that nobody foresaw. Where even that fails, the window that looks on finds the run dead. */
  private fail(error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const reason = failureReason(error);
    try {
      if (this.writer === null) {
        process.stderr.write(`${stack}\n`);
        failQueued(this.folder, reason);
      } else if (['preparing', 'running', 'paused'].includes(this.writer.record.state)) {
        this.writer.log('error', stack);
        this.writer.setState('failed', reason);
        this.writer.close();
      }
    } catch {
      process.stderr.write(`${stack}\n`);
    }
  }

  /** Gives the device to the next run. */
  private leave(): void {
    try {
      this.lane.release();
      startWaiting(dirname(this.folder), this.script);
    } catch (error) {
      process.stderr.write(`the next run was not started: ${String(error)}\n`);
    }
  }
}
