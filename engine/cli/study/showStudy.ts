import { Command } from 'commander';
import { UserError } from '../../errors';
import { RunIndex } from '../../studies/runIndex';
import { planPath, readPlan } from '../../studies/studyPlan';
import type { StudySize } from '../../studies/studySchema';
import { studyState } from '../../studies/studyState';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import type { Terminal } from '../terminal';
import { sizeOption } from './studyFlags';
import { studyText } from './studyText';

/** `simclr study show`. */
export function showStudy(terminal: Terminal): Command {
  return new Command('show')
    .summary('show what came of a study so far')
    .description('Shows the figures of a study beside those of the paper, and the verdict on its claim.')
    .argument('<study>', 'its name')
    .addOption(sizeOption())
    .addOption(runsFolderOption())
    .action((name: string, options: { runs: string; size: StudySize }) => {
      const folder = runsFolderOf(options);
      const plan = readPlan(planPath(folder, name, options.size));
      if (plan === null) {
        throw new UserError(
          `the study "${name}" has not been run at size ${options.size}: "simclr study run ${name} --size ${options.size}" does it`,
        );
      }
      const state = studyState(plan, new RunIndex(folder).read());
      terminal.write([plan.study.claim, ...studyText(state, terminal), ''].join('\n'));
    });
}
