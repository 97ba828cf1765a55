import { Command } from 'commander';
import { join, resolve } from 'node:path';
import { findRun } from '../runs/listRuns';
import { shortPath } from './commandHint';
import { runsFolderOf, runsFolderOption } from './configFlags';
import { formatCount, formatPlural } from '../format/formatNumbers';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr tensorboard latest
  simclr tensorboard first-try second-try -o logs
  tensorboard --logdir logs

Each run gets a folder of its own. Metrics are scalars of the same names; the positive pairs are among the images;
h and z of the last embeddings are in the projector.`;

/** `simclr tensorboard`. */
export function tensorboardCommand(terminal: Terminal): Command {
  return new Command('tensorboard')
    .summary('write runs as TensorBoard reads them')
    .description('Writes metrics, positive pairs and embeddings of runs as TensorBoard reads them.')
    .argument('<run...>', 'names of runs or parts of them, paths of their folders, or "latest"')
    .addOption(runsFolderOption())
    .option('-o, --output <folder>', 'log directory, to be given to TensorBoard', 'tensorboard')
    .addHelpText('after', examples)
    .action(async (names: readonly string[], options: { runs: string; output: string }) => {
      const { exportTensorboard } = await import('../exchange/tensorboard/exportTensorboard');
      const runs = names.map((name) => findRun(runsFolderOf(options), name));
      for (const run of runs) {
        const folder = join(resolve(options.output), run.id);
        const { scalars, images, embeddings, warnings } = await exportTensorboard(run, folder);
        const projected = embeddings === null ? '' : `, h and z of step ${formatCount(embeddings)}`;
        const counts = `${formatPlural(scalars, 'scalar')}, ${formatPlural(images, 'image')}${projected}`;
        terminal.write(`${shortPath(folder)}: ${counts}\n`);
        for (const warning of warnings)
          terminal.writeError(`${terminal.style.warning('warning:')} ${warning}\n`);
      }
      terminal.write(`Look: tensorboard --logdir ${shortPath(resolve(options.output))}\n`);
    });
}
