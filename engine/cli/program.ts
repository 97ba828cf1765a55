import { Command } from 'commander';
import manifest from '../../package.json';
import { backendsCommand } from './backendsCommand';
import { datasetsCommand } from './datasetsCommand';
import { embedCommand } from './embedCommand';
import { evaluateCommand } from './evaluateCommand';
import { exportCommand } from './exportCommand';
import { importCommand } from './importCommand';
import { previewCommand } from './previewCommand';
import { reportCommand } from './reportCommand';
import { reportError } from './reportError';
import { resumeCommand } from './resumeCommand';
import { runsCommand } from './runsCommand';
import { searchCommand } from './searchCommand';
import { showCommand } from './showCommand';
import { studyCommand } from './study/studyCommand';
import type { Terminal } from './terminal';
import { trainCommand } from './trainCommand';

const about = `
Start with:
  simclr train                   trains on built-in images for some minutes
  simclr train photos            trains on a folder of your images
  simclr show latest             shows what came out

Exit codes: 0 done, 1 a mistake in what was given, 2 a mistake of ours, 130 stopped by Ctrl-C.`;

/** The command line: runs what `args` (without node and script) ask for and returns the exit code. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const exit = (given: number) => {
    code = given;
  };
  const program = new Command('simclr')
    .description('Contrastive representation learning (SimCLR) on images of your own, from the terminal.')
    .version(manifest.version)
    .addHelpText('after', about)
    .addCommand(trainCommand(terminal, exit))
    .addCommand(resumeCommand(terminal, exit))
    .addCommand(runsCommand(terminal))
    .addCommand(showCommand(terminal))
    .addCommand(evaluateCommand(terminal, exit))
    .addCommand(embedCommand(terminal, exit))
    .addCommand(searchCommand(terminal, exit))
    .addCommand(exportCommand(terminal, exit))
    .addCommand(importCommand(terminal, exit))
    .addCommand(reportCommand(terminal, exit))
    .addCommand(datasetsCommand(terminal))
    .addCommand(previewCommand(terminal))
    .addCommand(studyCommand(terminal, exit))
    .addCommand(backendsCommand(terminal));
  for (const command of withAllBelow(program)) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => terminal.write(text),
        writeErr: (text) => terminal.writeError(text),
        outputError: (text, write) => write(text.replace(/^error: /, 'simclr: ')),
        getOutHelpWidth: () => terminal.columns,
      })
      .showSuggestionAfterError(true);
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return reportError(error, terminal);
  }
}

/** A command and all that are under it. */
function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}
