import { changeRecord } from './changeRecord';
import { checkRunName } from './runName';

/**
 * Gives a run without a living engine another name (`config.name`); its folder keeps its own.
 * @throws UserError when the name will not do, or a living process writes the run.
 */
export function renameRun(folder: string, name: string): void {
  const checked = checkRunName(name);
  changeRecord(folder, ({ record }) => ({ config: { ...record.config, name: checked } }));
}
