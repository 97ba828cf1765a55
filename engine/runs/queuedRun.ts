import { basename, dirname, resolve } from 'node:path';
import { UserError } from '../errors';
import { changeRecord } from './changeRecord';
import { readRun } from './readRun';
import { enqueue, leaveQueue } from './runQueue';
import { RunWriter, type NewRun } from './runWriter';

/**
 * Makes the folder of a new run, in state "queued", and puts it at the end of the queue.
 * @returns the folder's absolute path.
 * @throws UserError when the folder cannot be written.
 */
export function createQueuedRun(run: NewRun): string {
  const writer = RunWriter.create(run, 'queued');
  writer.close();
  const { folder } = writer.paths;
  enqueue(dirname(folder), basename(folder), run.config);
  return folder;
}

/**
 * Queues a run that was stopped, failed or was interrupted, to go on from its last checkpoint, at the queue's end.
 * Does nothing to a run that is queued already, but makes sure that it is in the queue.
 * @throws UserError when it is finished, when a living process writes it, or when the folder cannot be written.
 */
export function queueAgain(folder: string): void {
  const { id, paths, record, state } = readRun(folder);
  if (state !== 'queued') {
    changeRecord(folder, (run) => {
      if (run.state === 'finished') {
        throw new UserError(`${id} is finished: to train longer, start a new run with more epochs`);
      }
      return { state: 'queued', reason: null, remedy: undefined, summary: null };
    });
  }
  enqueue(dirname(paths.folder), id, record.config);
}

/**
 * Queues a run again that failed as the memory did not suffice for its first step, with the micro-batch that is likely to
 * fit, at the queue's end.
 * @throws UserError when it has no such remedy any more, when a living process writes it, or it cannot be written.
 */
export function queueInMicroBatches(folder: string): void {
  const { id, paths, record } = readRun(folder);
  changeRecord(folder, ({ state, record: { config, remedy } }) => {
    if (state !== 'failed' || remedy === undefined) {
      throw new UserError(`${id} was not refused for want of memory: it is ${state}`);
    }
    const { microBatch } = remedy;
    return {
      state: 'queued',
      reason: null,
      config: { ...config, microBatch },
      remedy: undefined,
      summary: null,
    };
  });
  enqueue(dirname(paths.folder), id, record.config);
}

/**
 * Records that a queued run could not be started: it is "failed" from then on, and not in the queue.
 * @param reason one sentence.
 * @throws UserError when a living process writes it, or it cannot be written.
 */
export function failQueued(folder: string, reason: string): void {
  changeRecord(folder, ({ state }) => (state === 'queued' ? { state: 'failed', reason } : {}));
  leaveQueue(dirname(resolve(folder)), basename(resolve(folder)));
}

/**
 * Takes a queued run out of the queue; it is "stopped" from then on.
 * @throws UserError when it is not queued, because its engine has started.
 */
export function dequeue(folder: string): void {
  const id = basename(resolve(folder));
  changeRecord(folder, ({ state }) => {
    if (state !== 'queued') throw new UserError(`${id} does not wait in the queue: it is ${state}`);
    return { state: 'stopped', reason: 'taken out of the queue' };
  });
  leaveQueue(dirname(resolve(folder)), id);
}
