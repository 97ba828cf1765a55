import { Command } from 'commander';
import { hostname } from 'node:os';
import { UserError } from '../../errors';
import { stopJobs } from '../../executors/slurm/stopJobs';
import { formatPlural } from '../../format/formatNumbers';
import { hasCode } from '../../runs/fileErrors';
import { lockOwner } from '../../runs/runLock';
import { studyLockPath } from '../../studies/studyPlan';
import type { StudySize } from '../../studies/studySchema';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import type { Terminal } from '../terminal';
import { openPlan } from '../../studies/openPlan';
import { sizeOption } from './studyFlags';

/** `simclr study stop`. */
export function stopStudy(terminal: Terminal): Command {
  return new Command('stop')
    .summary('stop a study, here or on a cluster')
    .description(
      'Stops a study: cancels what of it waits or runs on a cluster, and stops the process that runs it on this machine. Runs under way keep a checkpoint; "study run" goes on.',
    )
    .argument('<study>', 'its name')
    .addOption(sizeOption())
    .addOption(runsFolderOption())
    .action(async (name: string, options: { readonly runs: string; readonly size: StudySize }) => {
      const runsFolder = runsFolderOf(options);
      const plan = openPlan(runsFolder, name, options.size);
      const owner = lockOwner(studyLockPath(runsFolder, name, options.size));
      const isHere = owner?.host === hostname();
      if (isHere) {
        end(owner.pid);
        terminal.write(`Told process ${owner.pid}, which runs the study, to stop.\n`);
      }
      const cancelled = await stopJobs(runsFolder, plan);
      if (cancelled > 0) {
        terminal.write(
          `Cancelled ${formatPlural(cancelled, 'run')} with Slurm; those under way keep a checkpoint.\n`,
        );
      } else if (owner === null) {
        terminal.write(`The study "${name}" is not being run at size ${options.size}.\n`);
      } else if (!isHere) {
        throw new UserError(`the study is being run by process ${owner.pid} on ${owner.host}: stop it there`);
      }
    });
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // It may have ended just now.
    if (hasCode(error, 'ESRCH')) return;
    if (!hasCode(error, 'EPERM')) throw error;
    throw new UserError(`the study is being run by process ${pid} of another user, who alone can stop it`, {
      cause: error,
    });
  }
}
