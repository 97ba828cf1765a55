import { extname, resolve } from 'node:path';
import { Command } from 'commander';
import { formatPlural } from '../../format/formatNumbers';
import type { StudySize } from '../../studies/studySchema';
import { runsFolderOf, runsFolderOption } from '../configFlags';
import type { Terminal } from '../terminal';
import { writtenAt } from '../writtenAt';
import { openStudyState } from '../../studies/openStudyState';
import { sizeOption } from './studyFlags';

interface ReportFlags {
  readonly runs: string;
  readonly size: StudySize;
  readonly output?: string;
}

/** `simclr study report`. */
export function reportStudy(terminal: Terminal): Command {
  return new Command('report')
    .summary('write a study into one file to send on, or its figures as pictures')
    .description(
      'Writes claim, verdict, figures beside those of the paper and all numbers of a study into one file. ' +
        'An .html holds everything; an .md has its figures in a folder beside it; with .svg or .png the figures alone are written.',
    )
    .argument('<study>', 'its name')
    .addOption(sizeOption())
    .addOption(runsFolderOption())
    .option('-o, --output <file>', 'what to write (default: the study’s name and .html, in this folder)')
    .action(async (name: string, options: ReportFlags) => {
      const state = openStudyState(runsFolderOf(options), name, options.size);
      const output = resolve(options.output ?? `${name}.html`);
      const isPicture = ['.svg', '.png'].includes(extname(output).toLowerCase());
      const written = writtenAt(output);
      const paths = isPicture
        ? await (await import('../../report/study/writeStudyFigures')).writeStudyFigures(state, output)
        : await writeWhole(state, output);
      const beside = paths.length > 1 ? `, and ${formatPlural(paths.length - 1, 'figure')} beside it` : '';
      terminal.write(`${written}${beside}\n`);
    });
}

async function writeWhole(state: ReturnType<typeof openStudyState>, output: string): Promise<string[]> {
  const [{ writeReport }, { makeStudyReport }] = await Promise.all([
    import('../../report/writeReport'),
    import('../../report/study/makeStudyReport'),
  ]);
  return writeReport(() => Promise.resolve(makeStudyReport(state)), output);
}
