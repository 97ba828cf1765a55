import { hostname } from 'node:os';
import { l10n } from 'vscode';
import { hasCode } from '../../engine/runs/fileErrors';
import { Notice } from '../commands/notice';
import type { StartedStudy } from './startedStudy';

/**
 * Asks the process that runs a study to end: runs under way get a checkpoint, and the study can go on later.
 * @throws Notice where no process of this machine runs it.
 */
export function stopStudy({ plan, runner }: Pick<StartedStudy, 'plan' | 'runner'>): void {
  const { title } = plan.study;
  if (runner === null) throw new Notice(l10n.t('“{0}” is not being run: there is nothing to stop.', title));
  if (runner.host !== hostname()) {
    const { pid, host } = runner;
    throw new Notice(l10n.t('“{0}” is run by process {1} on {2}: stop it there.', title, pid, host));
  }
  try {
    process.kill(runner.pid, 'SIGTERM');
  } catch (error) {
    // It has ended by itself meanwhile.
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}
