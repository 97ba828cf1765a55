import { Command } from 'commander';
import { resolve } from 'node:path';
import { writeFileAtomic } from '../runs/atomicFile';
import { shortPath } from './commandHint';
import type { ConfigOptions } from './configFlags';
import { left, right } from '../format/blocks';
import { formatPlural } from '../format/formatNumbers';
import { inTerminal } from './inTerminal';
import { formatTable } from './table';
import type { Terminal } from './terminal';
import { addTrainedFlags, imagesAt, reportApplied, trainedBy, type TrainedFlags } from './trainedFlags';
import { wholeNumber } from './wholeNumber';

const examples = `
Examples:
  simclr search latest photos/IMG_2041.jpg photos
  simclr search first-try bird.png photos --neighbours 24 --sheet similar.png
  simclr search latest bird.png cifar-10-batches-bin --space z --json

What the images are embedded to is kept in the folder of runs (.embeddings, which may be
deleted), so that the next search of the same images is quick.`;

/** Side of a picture on the sheet in pixels. */
const sheetSide = 128;

interface SearchFlags extends TrainedFlags {
  readonly neighbours: number;
  readonly sheet?: string;
}

/** `simclr search`. */
export function searchCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('search')
    .summary('find the images that a trained encoder finds most similar to one')
    .description(
      'Finds the images of a folder or data set that are nearest to one image, as the ' +
        'frozen encoder of a checkpoint sees them: by the cosine of the angle between embeddings, measured from the ' +
        'mean of all, at most 1.',
    )
    .argument('<run|checkpoint>', 'name of a run or a part of it, "latest", or the path of a checkpoint')
    .argument('<image>', 'the image to search with')
    .argument('<images>', 'folder or file with the images to search, or "builtin"')
    .option('--neighbours <n>', 'images to find', wholeNumber('--neighbours', 1, 10_000), 10)
    .option('--sheet <file>', 'a PNG to write: the image, and beneath it those that were found');
  addTrainedFlags(command).addHelpText('after', examples);
  return command.action(
    async (what: string, image: string, images: string, options: ConfigOptions & SearchFlags) => {
      const { space, neighbours } = options;
      const sheet = options.sheet === undefined ? null : resolve(options.sheet);
      const trained = trainedBy(what, options);
      const query = resolve(image);
      const { searchImages } = await import('../search/searchImages');
      const result = await inTerminal(terminal, options.json === true, exit, (hooks) =>
        searchImages({
          ...{ ...trained, ...hooks, space, neighbours, image: { path: query } },
          ...{ images: imagesAt(images), pictureSide: sheet === null ? 0 : sheetSide },
        }),
      );
      if (result === null) return;
      const { pictures, ...found } = result;
      if (sheet !== null) {
        const { resultSheet } = await import('../search/resultSheet');
        writeFileAtomic(sheet, await resultSheet(pictures, sheetSide));
      }
      const rows = found.neighbours.map((each) => [
        each.similarity.toFixed(3),
        each.path === null ? each.id : shortPath(each.path),
        each.class ?? '',
      ]);
      const columns = [
        ...[right('similarity'), left('image')],
        left(rows.some(([, , name]) => name !== '') ? 'class' : ''),
      ];
      const lines = [
        ...formatTable(columns, rows),
        '',
        `${formatPlural(found.compared, 'image')} compared by ${space} of step ${trained.checkpoint.step}.`,
        ...(sheet === null ? [] : [`${shortPath(sheet)} shows them.`]),
      ];
      reportApplied(terminal, trained, options, { image: query, ...found, sheet }, `${lines.join('\n')}\n`);
    },
  );
}
