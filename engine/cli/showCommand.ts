import { Command } from 'commander';
import { listCheckpoints } from '../runs/checkpoints';
import { listEvaluations } from '../runs/evaluations';
import { findRun } from '../runs/listRuns';
import { readMetrics } from '../runs/readMetrics';
import { runsFolderOf, runsFolderOption } from './configFlags';
import { runToJson } from './runToJson';
import { showText } from './showText';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr show latest
  simclr show first-try
  simclr show latest --json | jq '.metrics[-1]'`;

/** `simclr show`. */
export function showCommand(terminal: Terminal): Command {
  return new Command('show')
    .summary('show what a run did')
    .description('Shows a run: what it was, its curves, what it came to, and where its files are.')
    .argument('<run>', 'name of a run or a part of it, path of its folder, or "latest"')
    .addOption(runsFolderOption())
    .option('--json', 'write record, metrics, checkpoints and evaluations as one JSON object')
    .addHelpText('after', examples)
    .action((name: string, options: { runs: string; json?: true }) => {
      const run = findRun(runsFolderOf(options), name);
      const { lines, warnings } = readMetrics(run.paths.metrics);
      const checkpoints = listCheckpoints(run.paths.checkpoints);
      const evaluations = listEvaluations(run.paths.evaluations);
      if (options.json) {
        const all = { ...runToJson(run), checkpoints, evaluations, metrics: lines };
        terminal.write(`${JSON.stringify(all, null, 2)}\n`);
      } else {
        terminal.write(`${showText(run, lines, { checkpoints, evaluations }, terminal).join('\n')}\n`);
      }
      for (const warning of warnings)
        terminal.writeError(`${terminal.style.warning('warning:')} ${warning}\n`);
    });
}
