import { Command } from 'commander';
import { formatPlural } from '../../format/formatNumbers';
import { findStudy } from '../../studies/findStudy';
import { RunIndex } from '../../studies/runIndex';
import { studyState } from '../../studies/studyState';
import { tasksLeft } from '../../studies/tasksLeft';
import { runsFolderOf, type ConfigOptions } from '../configFlags';
import type { Terminal } from '../terminal';
import { costText } from './costText';
import { parallelOption } from './studyFlags';
import { addPlanFlags, planFrom, type PlanFlags } from './planFromFlags';

interface CostFlags extends PlanFlags {
  readonly parallel?: number;
  readonly json?: true;
}

/** `simclr study cost`. */
export function costOfStudy(terminal: Terminal): Command {
  const command = new Command('cost')
    .summary('estimate what a study will take here')
    .description('Estimates from measured steps what is left of a study will take on this machine.');
  addPlanFlags(command).addOption(parallelOption()).option('--json', 'write the estimate as one JSON object');
  return command.action(
    async (what: string, source: string | undefined, options: ConfigOptions & CostFlags) => {
      const runsFolder = runsFolderOf(options);
      const plan = planFrom(findStudy(what), source, options);
      const tasks = tasksLeft(studyState(plan, new RunIndex(runsFolder).read()));
      if (tasks.length === 0) {
        terminal.write(options.json ? `${JSON.stringify({ runs: 0, seconds: 0 })}\n` : 'No run is left.\n');
        return;
      }
      const { costHere } = await import('../../executors/costHere');
      const { study, baseFolder } = plan;
      const cost = await costHere(study, tasks, { baseFolder, workers: options.parallel });
      const { seconds, workers, device } = cost;
      terminal.write(
        options.json
          ? `${JSON.stringify({ runs: tasks.length, seconds, parallel: workers, device })}\n`
          : `${formatPlural(tasks.length, 'run')} left. ${costText(cost)}\n`,
      );
    },
  );
}
