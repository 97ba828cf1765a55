import { basename, dirname } from 'node:path';
import { UserError } from '../errors';
import { programVersions } from '../runs/programVersions';
import { readRun } from '../runs/readRun';
import { leaveQueue } from '../runs/runQueue';
import { RunWriter } from '../runs/runWriter';
import type { TrainRunOptions } from './runEvents';

/**
 * Makes a new run's folder, or opens the one to go on with, which leaves the queue if it was waiting in it.
 * @throws UserError when the run is finished, when another process writes it, or when the folder cannot be written.
 */
export function openRunFolder({ config, runsFolder, baseFolder, study, resume }: TrainRunOptions): RunWriter {
  const versions = programVersions();
  if (resume === undefined) return RunWriter.create({ runsFolder, config, baseFolder, versions, study });
  if (readRun(resume).record.state === 'finished') {
    throw new UserError(`${resume} is finished: to train longer, start a new run with more epochs`);
  }
  return prepared(RunWriter.reopen(resume, versions), (writer) => {
    writer.update({ config });
    takeFromQueue(writer);
  });
}

/**
 * Opens a run that waits in the queue, and takes it out.
 * @throws UserError when it does not wait any more, when another process writes it, or when it cannot be written.
 */
export function openQueuedRun(folder: string): RunWriter {
  return prepared(RunWriter.reopen(folder, programVersions(), 'queued'), takeFromQueue);
}

function takeFromQueue({ paths: { folder } }: RunWriter): void {
  leaveQueue(dirname(folder), basename(folder));
}

/** The writer after `work` with it; closed where that fails. */
function prepared(writer: RunWriter, work: (writer: RunWriter) => void): RunWriter {
  try {
    work(writer);
    return writer;
  } catch (error) {
    writer.close();
    throw error;
  }
}
