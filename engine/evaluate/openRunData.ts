import { dirname } from 'node:path';
import type { RunConfig } from '../config/runConfig';
import type { Dataset } from '../data/dataset';
import { openDataset } from '../data/openDataset';
import type { OpenHooks } from '../data/progress';
import { UserError } from '../errors';
import type { Run } from '../runs/readRun';

/**
 * The images that a run was trained on.
 * @param config of the run, or of its checkpoint.
 * @param purpose what they are opened for, as the sentence ends in which they are refused: "evaluate the run on them".
 * @throws UserError when they are gone or changed since.
 */
export async function openRunData(
  { record, paths }: Run,
  config: RunConfig,
  hooks: OpenHooks,
  purpose = 'see the run on them',
): Promise<Dataset> {
  const dataset = await openDataset(
    config.data,
    { baseFolder: record.baseFolder, runsFolder: dirname(paths.folder), seed: config.seed },
    hooks,
  );
  if (record.dataset !== null && record.dataset.fingerprint !== dataset.fingerprint) {
    throw new UserError(
      `${dataset.source} is not what the run was trained on: its files have changed; put them back to ${purpose}`,
    );
  }
  return dataset;
}
