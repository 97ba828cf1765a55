import { Command } from 'commander';
import type { StudySize } from '../../studies/studySchema';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import type { Terminal } from '../terminal';
import { openStudyState } from '../../studies/openStudyState';
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
      const state = openStudyState(runsFolderOf(options), name, options.size);
      terminal.write([state.plan.study.claim, ...studyText(state, terminal), ''].join('\n'));
    });
}
