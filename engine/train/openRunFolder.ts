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
export function openRunFolder({ config, runsFolder, baseFolder, resume }: TrainRunOptions): RunWriter {
  const versions = programVersions();
  if (resume === undefined) return RunWriter.create({ runsFolder, config, baseFolder, versions });
  if (readRun(resume).record.state === 'finished') {
    throw new UserError(`${resume} is finished: to train longer, start a new run with more epochs`);
  }
  const writer = RunWriter.reopen(resume, versions);
  try {
    writer.update({ config });
    leaveQueue(dirname(writer.paths.folder), basename(writer.paths.folder));
  } catch (error) {
    writer.close();
    throw error;
  }
  return writer;
}
