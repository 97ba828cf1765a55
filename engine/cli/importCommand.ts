import { Command } from 'commander';
import { basename, resolve } from 'node:path';
import type { RunConfig } from '../config/runConfig';
import type { ForeignWeights } from '../exchange/readWeights';
import { encoderWidth } from '../models/encoderPlan';
import { commandHint, shortPath } from './commandHint';
import {
  addConfigFlags,
  configFromFlags,
  presetHelp,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import { formatCount } from '../format/formatNumbers';
import { inTerminal } from './inTerminal';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr import resnet18.safetensors --data photos --name from-elsewhere
  simclr evaluate from-elsewhere
  simclr import encoder.safetensors --data photos --epochs 20 --batch-size 128
  simclr resume latest                         trains on from the imported weights

The file has torchvision's names, behind any prefix (module., encoder., backbone.), with or
without classifier and head, or is a checkpoint of a run. In Python it is made by
  safetensors.torch.save_file(model.state_dict(), "resnet18.safetensors")
Images reach the encoder as RGB from 0 to 1 with no mean or standard deviation taken out;
one that was trained on normalised images sees others here than it has learnt on.`;

interface ImportFlags {
  readonly data: string;
  readonly runs: string;
}

/** `simclr import`. */
export function importCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('import')
    .summary("make a run of a ResNet's weights from elsewhere, to judge or to train on")
    .description(
      'Makes a run of weights in a safetensors file. Nothing is trained: the run has a checkpoint of step 0, which ' +
        'can be evaluated, and from which "simclr resume" goes on as the configuration says.',
    )
    .argument('<file>', 'a *.safetensors')
    .requiredOption('--data <images>', 'the images of the run: a folder or file, or "builtin"');
  addConfigFlags(command)
    .addOption(runsFolderOption())
    .addHelpText('after', presetHelp(terminal.columns) + examples);
  return command.action(async (file: string, options: ConfigOptions & ImportFlags) => {
    const path = resolve(file);
    const { readWeights } = await import('../exchange/readWeights');
    const { recognizeNetwork } = await import('../exchange/recognizeNetwork');
    const { importedConfig } = await import('../exchange/importedConfig');
    const { importRun } = await import('../exchange/importRun');
    const weights = readWeights(path);
    const { tensors } = weights;
    const network = recognizeNetwork(path, tensors);
    const resolved = configFromFlags(options, options.data);
    const { baseFolder } = resolved;
    const config = importedConfig(file, resolved, network);
    const folder = await inTerminal(terminal, false, exit, ({ signal, onProgress }, live) =>
      importRun({
        ...{ config, baseFolder, tensors, origin: basename(path), signal },
        runsFolder: runsFolderOf(options),
        onEvent: (event) => {
          if (event.type === 'warning') live.print(`${terminal.style.warning('warning:')} ${event.message}`);
          if (event.type === 'log') live.print(event.message);
          if (event.type !== 'progress') return;
          const { phase, done, total } = event;
          // Nothing is trained here, so nothing is compiled.
          if (phase !== 'evaluating' && phase !== 'compiling') onProgress({ phase, done, total });
        },
      }),
    );
    if (folder === null) return;
    terminal.write(`${importText(folder, config, network.head !== null, weights).join('\n')}\n`);
  });
}

/** What became of the file, and what can be done with it. */
function importText(
  folder: string,
  { encoder }: RunConfig,
  head: boolean,
  { leftOut, batchCounts, converted }: ForeignWeights,
): string[] {
  const name = encoder.architecture.replace('resnet', 'ResNet-');
  const lines = [
    `Imported into ${shortPath(folder)}: ${name} of width ${encoderWidth(encoder)}${head ? ' with its head' : '; the head is new'}.`,
  ];
  if (converted.length > 0) lines.push(`Converted from ${converted.join(' and ')} to float32.`);
  const left = [...leftOut.slice(0, 3)];
  if (leftOut.length > 3) left.push(`${formatCount(leftOut.length - 3)} more`);
  if (batchCounts > 0)
    left.push(`${formatCount(batchCounts)} × num_batches_tracked (nothing is computed from it)`);
  if (left.length > 0) lines.push(`Left out: ${left.join(', ')}.`);
  const id = basename(folder);
  lines.push(`  ${commandHint(`evaluate ${id}`)}`, `  ${commandHint(`resume ${id}`)}   trains on from it`);
  return lines;
}
