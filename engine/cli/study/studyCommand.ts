import { Command } from 'commander';
import type { Terminal } from '../terminal';
import { costOfStudy } from './costOfStudy';
import { listStudies } from './listStudies';
import { reportStudy } from './reportStudy';
import { runStudy } from './runStudy';
import { showStudy } from './showStudy';
import { stopStudy } from './stopStudy';
import { taskStudy } from './taskStudy';
import { workStudy } from './workStudy';

const examples = `
Examples:
  simclr study list
  simclr study run projection-head --size minutes
  simclr study run composition photos --size minutes --seeds 5
  simclr study run my-question.study.json
  simclr study run projection-head --size hours --executor slurm --gres gpu:1 --time 4:00:00
  simclr study show projection-head
  simclr study stop projection-head --size hours
  simclr study report projection-head -o head.html`;

/** `simclr study` and what is under it. */
export function studyCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('study')
    .summary('put a claim of the paper, or one of your own, to the test on your images')
    .description(
      'A study is a grid of runs that puts a claim to the test: those of the paper come with the program, ' +
        'your own are *.study.json files. Runs that are done are not repeated, so a study can be stopped and gone on with.',
    )
    .addCommand(listStudies(terminal), { isDefault: true })
    .addCommand(costOfStudy(terminal))
    .addCommand(runStudy(terminal, exit))
    .addCommand(showStudy(terminal))
    .addCommand(reportStudy(terminal))
    .addCommand(stopStudy(terminal))
    .addCommand(workStudy(terminal, exit), { hidden: true })
    .addCommand(taskStudy(terminal, exit), { hidden: true })
    .addHelpText('after', examples);
}
