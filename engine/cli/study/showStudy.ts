import { Command } from 'commander';
import { openStudyState } from '../../studies/openStudyState';
import type { StudySize } from '../../studies/studySchema';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import type { Terminal } from '../terminal';
import { slurmText } from './slurmText';
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
    .action(async (name: string, options: { runs: string; size: StudySize }) => {
      const runsFolder = runsFolderOf(options);
      const state = openStudyState(runsFolder, name, options.size);
      terminal.write([state.plan.study.claim, ...studyText(state, terminal), ''].join('\n'));
      const jobs = await slurmText(state, runsFolder, terminal);
      if (jobs.length > 0) terminal.write(['', ...jobs, ''].join('\n'));
    });
}
