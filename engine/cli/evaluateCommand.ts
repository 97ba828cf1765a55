import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { shapesSchema } from '../config/shapes';
import { withOverrides } from '../config/withOverrides';
import { shapeNames, type ShapeName } from '../data/builtin/shapes';
import { UserError } from '../errors';
import { protocolNames, type EvaluationOrder, type ProtocolName } from '../runs/evaluationRecord';
import { findCheckpoint } from '../runs/findCheckpoint';
import {
  addDeviceFlags,
  deviceOverrides,
  runsFolderOf,
  runsFolderOption,
  type ConfigOptions,
} from './configFlags';
import { shortPath } from './commandHint';
import { evaluationText } from './evaluationText';
import { inTerminal } from './inTerminal';
import type { Terminal } from './terminal';
import { wholeNumber } from './wholeNumber';

const examples = `
Examples:
  simclr evaluate latest
  simclr evaluate first-try --checkpoint best
  simclr evaluate latest --protocol linear,knn --neighbours 200
  simclr evaluate latest --protocol semi-supervised --label-shares 1,10
  simclr evaluate latest --protocol transfer --target cifar-10-batches-bin
  simclr evaluate .simclr/runs/…/checkpoints/step-00000702.safetensors --json

Protocols:
  linear    linear classifiers on frozen features: logistic regression by L-BFGS,
            its penalty chosen on a fifth of the training images, or, with
            --solver sgd, by descent on crops and flips as in the paper
  knn       weighted nearest neighbours in cosine similarity
  metrics   alignment, uniformity, effective rank, distances between classes
  factors   what else h and z know: colour or gray, rotation, noise, Sobel, and
            what is recorded of the built-in images
  shortcut  how well colour histograms alone tell crops of an image from others
And, asked for by name, since they train networks:
  semi-supervised  all of f fine-tuned on shares of the labels, and from scratch
  transfer  linear and fine-tuned on --target, against random and supervised
  supervised  the same encoder and T trained with labels`;

interface EvaluateFlags {
  readonly runs: string;
  readonly checkpoint: string;
  readonly protocol?: readonly ProtocolName[];
  readonly maxImages: number;
  readonly neighbours?: number;
  readonly knnTemperature?: number;
  readonly solver: 'lbfgs' | 'sgd';
  readonly labelShares?: readonly number[];
  readonly target?: string;
  readonly targetImageSize?: number;
  readonly targetImages?: number;
  readonly targetShapes?: ShapeName[];
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly crop?: number;
  readonly json?: true;
}

/** `simclr evaluate`. */
export function evaluateCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('evaluate')
    .summary('judge the representation of a run: linear evaluation, kNN, factors')
    .description(
      'Judges the frozen encoder and projection head of a checkpoint on the images of its run, and writes ' +
        'the result into the folder "evaluations" of the run.',
    )
    .argument('<run|checkpoint>', 'name of a run or a part of it, "latest", or the path of a checkpoint')
    .addOption(
      new Option('--checkpoint <which>', 'of the run: "latest", "best", or a step').default('latest'),
    )
    .option(
      '--protocol <names>',
      `${protocolNames.join(', ')}; all quick ones that the images allow`,
      protocolsOf,
    )
    .option('--max-images <n>', 'at most so many of each split', wholeNumber('--max-images', 16), 50_000)
    .option('--neighbours <n>', 'k of kNN; that of the run', wholeNumber('--neighbours', 1))
    .option('--knn-temperature <x>', 'τ of kNN; that of the run', positive('--knn-temperature'))
    .addOption(
      new Option('--solver <name>', 'of linear evaluation').choices(['lbfgs', 'sgd']).default('lbfgs'),
    )
    .option('--label-shares <list>', 'of semi-supervised learning, in %: 1,10,100', sharesOf)
    .option('--target <data>', 'images to transfer to: a folder, a data set, or "builtin"')
    .option('--target-image-size <n>', 'side of their views', wholeNumber('--target-image-size', 8))
    .option('--target-images <n>', 'at most so many of them to learn from', wholeNumber('--target-images', 1))
    .option(
      '--target-shapes <names>',
      `where it is "builtin": which shapes, of ${shapeNames.join(', ')}`,
      shapesOf,
    )
    .option('--epochs <n>', "of training on labels; the paper's", positive('--epochs', 10_000))
    .option('--learning-rate <x>', "of the same; the paper's", positive('--learning-rate'))
    .option(
      '--crop <share>',
      'smallest share that crops keep, 1: whole images; the run’s',
      positive('--crop', 1),
    );
  addDeviceFlags(command)
    .addOption(runsFolderOption())
    .option('--json', 'write the result as one JSON object')
    .addHelpText('after', examples);
  return command.action(async (what: string, options: ConfigOptions & EvaluateFlags) => {
    const found = findCheckpoint(runsFolderOf(options), what, options.checkpoint);
    const config = withOverrides(found.run.record.config, deviceOverrides(options));
    const { evaluateCheckpoint } = await import('../evaluate/evaluateCheckpoint');
    const done = await inTerminal(terminal, options.json === true, exit, (hooks) =>
      evaluateCheckpoint({
        ...{ ...found, ...hooks, device: config.device },
        request: {
          protocols: options.protocol ?? null,
          maxImages: options.maxImages,
          neighbours: options.neighbours ?? config.evaluate.knnNeighbours,
          temperature: options.knnTemperature ?? config.evaluate.knnTemperature,
          seed: null,
          solver: options.solver,
          ...(options.labelShares && { labelShares: options.labelShares }),
          target: targetOf(options),
          epochs: options.epochs ?? null,
          learningRate: options.learningRate ?? null,
          cropScale: options.crop ?? null,
        },
      }),
    );
    if (done === null) return;
    const lines = options.json
      ? [JSON.stringify(done.record, null, 2)]
      : [...evaluationText(done.record, terminal), '', `  ${shortPath(done.path)}`];
    terminal.write(`${lines.join('\n')}\n`);
  });
}

function protocolsOf(text: string): readonly ProtocolName[] {
  return text.split(',').map((part) => {
    const name = protocolNames.find((each) => each === part.trim());
    if (name) return name;
    throw new InvalidArgumentError(`"${part.trim()}" is no protocol: ${protocolNames.join(', ')}.`);
  });
}

function positive(flag: string, most = 100): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && value <= most) return value;
    throw new InvalidArgumentError(`${flag} takes a number above 0, at most ${most}.`);
  };
}

function sharesOf(text: string): readonly number[] {
  return text.split(',').map((part) => {
    const percent = Number(part);
    if (percent > 0 && percent <= 100) return percent / 100;
    throw new InvalidArgumentError(`"${part.trim()}" is no share: give numbers above 0, at most 100.`);
  });
}

function shapesOf(text: string): ShapeName[] {
  const found = shapesSchema.safeParse(text.split(',').map((part) => part.trim()));
  if (found.success && found.data) return found.data;
  throw new InvalidArgumentError(`give two or more different ones of ${shapeNames.join(', ')}.`);
}

function targetOf({
  target,
  targetImageSize,
  targetImages,
  targetShapes,
}: EvaluateFlags): EvaluationOrder['target'] {
  const details = {
    imageSize: targetImageSize ?? null,
    trainImages: targetImages ?? null,
    shapes: targetShapes ?? null,
  };
  if (target !== undefined) return { source: target === 'builtin' ? target : resolve(target), ...details };
  if (Object.values(details).every((value) => value === null)) return null;
  throw new UserError('what --target-… says is of images to transfer to: name them with --target');
}
