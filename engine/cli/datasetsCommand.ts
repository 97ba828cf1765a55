import { Command } from 'commander';
import { runConfigSchema } from '../config/runConfig';
import { datasetText } from './datasetText';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr datasets photos                 a folder, with one folder in it for each class, or flat
  simclr datasets cifar-10-batches-bin
  simclr datasets train-images-idx3-ubyte.gz
  simclr datasets photos --json | jq .badFiles
  simclr datasets                        the built-in images

Only names and headers are read; damage within a file shows when training decodes it.`;

/** `simclr datasets`. */
export function datasetsCommand(terminal: Terminal): Command {
  return new Command('datasets')
    .summary('say what a folder or file of images is')
    .description(
      'Says what a folder or file of images is: format, classes, sizes, split, and files that cannot be used.',
    )
    .argument('[path]', 'folder or file with images, or "builtin"', 'builtin')
    .option('--json', 'write a JSON object')
    .addHelpText('after', examples)
    .action(async (path: string, { json }: { json?: true }) => {
      const { data, seed } = runConfigSchema.parse({ data: { source: path } });
      const { inspectDataset } = await import('../data/inspectDataset');
      const description = await inspectDataset(data, { baseFolder: process.cwd(), seed });
      terminal.write(
        json
          ? `${JSON.stringify(description, null, 2)}\n`
          : `${datasetText(description, terminal).join('\n')}\n`,
      );
    });
}
