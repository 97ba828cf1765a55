import { Command, InvalidArgumentError } from 'commander';
import { dirname, resolve } from 'node:path';
import type { Override } from '../config/resolveConfig';
import { writeFileAtomic } from '../runs/atomicFile';
import { writeError } from '../runs/fileErrors';
import { makeFolder } from '../runs/makeFolder';
import {
  addConfigFlags,
  configFromFlags,
  presetHelp,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import { shortPath } from './commandHint';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr preview photos
  simclr preview photos --preset paper --output views.png
  simclr preview --config birds.simclr.json --images 12 --pairs 5`;

interface PreviewOptions {
  readonly runs: string;
  readonly output: string;
  readonly images: number;
  readonly pairs: number;
}

/** A picture has no batches, so that there cannot be too few images for one. */
const anyBatch: readonly Override[] = [
  { path: ['batchSize'], value: 2, flag: 'preview' },
  { path: ['microBatch'], value: null, flag: 'preview' },
];

/** `simclr preview`. */
export function previewCommand(terminal: Terminal): Command {
  const command = new Command('preview')
    .summary('write a picture of the views that training would see')
    .description(
      'Writes a PNG: a row for each image, first the image, then positive pairs as training would see them.',
    )
    .argument('[source]', 'folder or file with images, or "builtin"')
    .option('-o, --output <file>', 'the PNG to write', 'views.png')
    .option('--images <n>', 'rows', countOf('--images'), 8)
    .option('--pairs <n>', 'positive pairs in a row', countOf('--pairs'), 4);
  addConfigFlags(command)
    .addOption(runsFolderOption())
    .addHelpText('after', presetHelp(terminal.columns) + examples);
  return command.action(async (source: string | undefined, options: ConfigOptions & PreviewOptions) => {
    const { config, baseFolder } = configFromFlags(options, source, anyBatch);
    const { previewSheet } = await import('../augment/previewSheet');
    const runsFolder = runsFolderOf(options);
    const { images, pairs } = options;
    const { png, imageSize } = await previewSheet({ config, baseFolder, runsFolder, images, pairs });
    const path = resolve(options.output);
    write(path, png);
    terminal.write(
      `${shortPath(path)}: the image, then ${pairs} positive pairs, views of ${imageSize} pixels.\n`,
    );
  });
}

function write(path: string, png: Uint8Array): void {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  }
  writeFileAtomic(path, png);
}

function countOf(flag: string): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
    throw new InvalidArgumentError(`${flag} takes a whole number from 1 to 100.`);
  };
}
