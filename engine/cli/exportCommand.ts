import { Command } from 'commander';
import { exportFormat, isOfWeights, type ExportFlags } from './exportFormat';
import { exportMetrics } from './exportMetrics';
import { exportWeights } from './exportWeights';
import { runsFolderOption } from './configFlags';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr export latest -o encoder.safetensors
  simclr export first-try --checkpoint best -o encoder.onnx --head
  simclr export latest --csv
  simclr export first-try second-try --tensorboard -o logs

A flag or the ending of --output says what is written. What is there is replaced.

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

Images are RGB from 0 to 1 in both, with no mean or standard deviation taken out.

.csv has a row for each logged step, with a column for each metric.

--tensorboard makes a folder for each run: metrics as scalars of the same names, the
positive pairs as images, h and z of the last embeddings for the projector. Then:
  tensorboard --logdir logs`;

/** `simclr export`. */
export function exportCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('export')
    .summary('write a run for other programs: PyTorch, ONNX, TensorBoard, CSV')
    .description(
      'Writes the encoder of a checkpoint, or the metrics of a run, to files that other programs read.',
    )
    .argument(
      '<run|checkpoint...>',
      'name of a run or a part of it, path of its folder, "latest", or the path of a checkpoint; several runs for TensorBoard',
    )
    .option(
      '-o, --output <path>',
      'the file to write, *.safetensors, *.onnx or *.csv, or the log directory for TensorBoard (default of metrics: the run’s name and .csv, or "tensorboard")',
    )
    .option('--safetensors', 'the encoder for PyTorch')
    .option('--onnx', 'the encoder as a graph')
    .option('--csv', 'the metrics as a table')
    .option('--tensorboard', 'metrics, positive pairs and embeddings for TensorBoard')
    .option('--checkpoint <which>', 'for the encoder: "latest", "best", or a step (default: "latest")')
    .option('--head', 'the encoder with the projection head')
    .addOption(runsFolderOption())
    .option('--json', 'write what came out as one JSON object')
    .addHelpText('after', examples)
    .action(async (subjects: readonly string[], flags: ExportFlags) => {
      const format = exportFormat(flags, subjects);
      if (isOfWeights(format)) await exportWeights(terminal, exit, format, subjects[0] ?? '', flags);
      else await exportMetrics(terminal, exit, format, subjects, flags);
    });
}
