import { Command, Option } from 'commander';
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { UserError } from '../errors';
import type { Exported, ExportFormat } from '../exchange/exportEncoder';
import { findCheckpoint } from '../runs/findCheckpoint';
import { shortPath } from './commandHint';
import { runsFolderOf, runsFolderOption } from './configFlags';
import { formatBytes, formatCount } from './formatNumbers';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr export latest -o encoder.safetensors
  simclr export first-try --checkpoint best -o encoder.onnx --head

.safetensors has torchvision's names and PyTorch's layouts. A ResNet-18 to -152 of
full width with the ImageNet stem is torchvision's own, but for the classifier:
  from safetensors.torch import load_file
  model = torchvision.models.resnet18()
  model.fc = torch.nn.Identity()
  model.load_state_dict(load_file("encoder.safetensors"))
With --head the projection head is there too, as head.layers.0.weight and so on,
to be left out of what load_state_dict is given.

.onnx takes "images" [batch, 3, height, width] to "h" and, with --head, to "z", not
normalised; all three sizes are free, the one that was learnt from is in its metadata.

Images are RGB from 0 to 1 in both, with no mean or standard deviation taken out.`;

interface ExportFlags {
  readonly output: string;
  readonly format?: ExportFormat;
  readonly checkpoint: string;
  readonly head?: true;
  readonly runs: string;
}

/** `simclr export`. */
export function exportCommand(terminal: Terminal): Command {
  return new Command('export')
    .summary('write the encoder of a run for PyTorch or ONNX')
    .description('Writes the encoder of a checkpoint to a file that other programs read.')
    .argument('<run|checkpoint>', 'name of a run or a part of it, "latest", or the path of a checkpoint')
    .requiredOption('-o, --output <file>', 'the file to write: *.safetensors or *.onnx')
    .addOption(
      new Option('--format <name>', 'where the name of the file does not say it').choices([
        'safetensors',
        'onnx',
      ]),
    )
    .addOption(
      new Option('--checkpoint <which>', 'of the run: "latest", "best", or a step').default('latest'),
    )
    .option('--head', 'with the projection head')
    .addOption(runsFolderOption())
    .addHelpText('after', examples)
    .action(async (what: string, options: ExportFlags) => {
      const found = findCheckpoint(runsFolderOf(options), what, options.checkpoint);
      const path = resolve(options.output);
      const format = options.format ?? formatOf(options.output);
      const { exportEncoder } = await import('../exchange/exportEncoder');
      const head = options.head ?? false;
      const exported = await exportEncoder({ ...found, path, format, head });
      terminal.write(`${exportText(exported, path, format, head).join('\n')}\n`);
    });
}

function formatOf(file: string): ExportFormat {
  switch (extname(file).toLowerCase()) {
    case '.safetensors':
      return 'safetensors';
    case '.onnx':
      return 'onnx';
    default:
      throw new UserError(`--output ${file}: end the name in .safetensors or .onnx, or give --format`);
  }
}

/** What was written, and how it is read. */
function exportText(
  { config, step, imageSize, outputSize, torchvision }: Exported,
  path: string,
  format: ExportFormat,
  head: boolean,
): string[] {
  const name = config.encoder.architecture.replace('resnet', 'ResNet-');
  const size = formatBytes(statSync(path).size);
  const lines = [
    `${shortPath(path)}: ${name} after ${formatCount(step)} steps, h of ${formatCount(outputSize)}, ${size}.`,
    `It takes RGB from 0 to 1, ${imageSize}×${imageSize} pixels, with no mean or standard deviation taken out.`,
  ];
  if (format === 'safetensors' && torchvision !== null) {
    const alone = head ? ', and without the tensors of head' : '';
    lines.push(`It fits torchvision.models.${torchvision}() once its fc is torch.nn.Identity()${alone}.`);
  }
  return lines;
}
