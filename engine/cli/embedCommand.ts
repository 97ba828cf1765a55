import { Command } from 'commander';
import { resolve } from 'node:path';
import { UserError } from '../errors';
import { shortPath } from './commandHint';
import type { ConfigOptions } from './configFlags';
import { formatCount, formatPlural } from '../format/formatNumbers';
import { inTerminal } from './inTerminal';
import type { Terminal } from './terminal';
import { addTrainedFlags, imagesAt, reportApplied, trainedBy, type TrainedFlags } from './trainedFlags';
import { wholeNumber } from './wholeNumber';

const examples = `
Examples:
  simclr embed latest photos -o photos.npy
  simclr embed first-try cifar-10-batches-bin -o cifar.npy --checkpoint best --space z
  python3 -c "import numpy; print(numpy.load('photos.npy').shape)"

Beside photos.npy, photos.csv says what the rows are: row, name, class.`;

interface EmbedFlags extends TrainedFlags {
  readonly output: string;
  readonly batchSize?: number;
}

/** `simclr embed`. */
export function embedCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('embed')
    .summary('apply a trained encoder to images, into a file of NumPy')
    .description(
      'Applies the frozen encoder of a checkpoint to every image of a folder or data set, and writes a row of ' +
        'numbers for each. Labels are not needed; memory does not grow with the embeddings.',
    )
    .argument('<run|checkpoint>', 'name of a run or a part of it, "latest", or the path of a checkpoint')
    .argument('<images>', 'folder or file with images, or "builtin"')
    .requiredOption('-o, --output <file>', 'the .npy to write; float32, a row an image')
    .option('--batch-size <n>', 'images at once; as in training', wholeNumber('--batch-size', 1, 4096));
  addTrainedFlags(command).addHelpText('after', examples);
  return command.action(async (what: string, images: string, options: ConfigOptions & EmbedFlags) => {
    const { space, batchSize } = options;
    const output = resolve(options.output);
    if (!/\.npy$/i.test(output)) {
      throw new UserError(`${options.output} (--output) is to be a file of NumPy: give it the ending .npy`);
    }
    const trained = trainedBy(what, options);
    const { embedToFiles } = await import('../search/embedToFiles');
    const written = await inTerminal(terminal, options.json === true, exit, (hooks) =>
      embedToFiles({
        ...{ ...trained, ...hooks, images: imagesAt(images), output, space },
        ...(batchSize !== undefined && { batchSize }),
      }),
    );
    if (written === null) return;
    const text =
      `${shortPath(written.npy)}: ${space} of ${formatPlural(written.rows, 'image')}, ` +
      `${formatCount(written.columns)} numbers each; ${shortPath(written.csv)} names the rows.\n`;
    reportApplied(terminal, trained, options, written, text);
  });
}
