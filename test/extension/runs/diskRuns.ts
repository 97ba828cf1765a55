import { runConfigSchema, type RunConfigInput } from '../../../engine/config/runConfig';
import { RunWriter } from '../../../engine/runs/runWriter';
import { DeadRuns, type DeadRunsParts } from '../../../extension/runs/deadRuns';
import { DiskRunStore } from '../../../extension/runs/diskRunStore';

/** A log that nobody reads. */
export const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A new run in state "preparing", written by this process until it is closed. */
export function newRun(runsFolder: string, config: RunConfigInput = {}): RunWriter {
  return RunWriter.create({
    runsFolder,
    config: runConfigSchema.parse(config),
    baseFolder: runsFolder,
    versions: {},
  });
}

/** A run that was left in a state. */
export function endedRun(
  runsFolder: string,
  state: 'finished' | 'stopped' | 'failed' | 'queued',
  name: string,
): string {
  const writer = newRun(runsFolder, { name });
  writer.setState(state);
  writer.close();
  return writer.paths.folder;
}

/** A store as a trusted window has it. */
export function openStore(
  runsFolder: string,
  dead: Partial<DeadRunsParts> = {},
  mayConnect = () => true,
): DiskRunStore {
  const deadRuns = new DeadRuns({ mayWrite: () => true, endOf: () => null, log: quiet, ...dead });
  return new DiskRunStore(runsFolder, { client: 'a test', deadRuns, mayConnect, log: quiet });
}
