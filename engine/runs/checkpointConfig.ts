import { configDifferences } from '../config/configDifferences';
import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import type { Checkpoint } from './checkpoints';

/** What may change from a checkpoint on: nothing that decides a run's numbers. */
const free = /^(\$schema$|name$|logEverySteps$|device\.|checkpoint\.)/;

/**
 * Makes sure that a run can go on from a checkpoint under the configuration of its record.
 * @param record path of that `run.json`.
 * @throws UserError naming the first field that differs from what the checkpoint was trained with.
 */
export function checkSameConfig(
  record: string,
  config: RunConfig,
  checkpoint: Pick<Checkpoint, 'path' | 'config'>,
): void {
  const [first] = configDifferences(checkpoint.config, config).filter(({ path }) => !free.test(path));
  if (first === undefined) return;
  throw new UserError(
    `${record} says ${first.path} = ${JSON.stringify(first.b)}, but the checkpoint ` +
      `${checkpoint.path} was trained with ${JSON.stringify(first.a)}: put it back, or start a new run`,
  );
}
