import { Command, InvalidArgumentError, Option } from 'commander';
import { withOverrides } from '../config/withOverrides';
import { protocolNames, type ProtocolName } from '../runs/evaluationRecord';
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
import { formatCount } from './formatNumbers';
import { watchInterrupts } from './interrupt';
import { LiveLine } from './liveLine';
import type { Terminal } from './terminal';

const examples = `
Examples:
  simclr evaluate latest
  simclr evaluate first-try --checkpoint best
  simclr evaluate latest --protocol linear,knn --neighbours 200
  simclr evaluate .simclr/runs/…/checkpoints/step-00000702.safetensors --json

Protocols:
  linear    multinomial logistic regression on frozen features by L-BFGS, its
            penalty chosen on a fifth of the training images
  knn       weighted nearest neighbours in cosine similarity
  metrics   alignment, uniformity, effective rank, distances between classes
  factors   what else h and z know: colour or gray, rotation, noise, Sobel, and
            what is recorded of the built-in images`;

interface EvaluateFlags {
  readonly runs: string;
  readonly checkpoint: string;
  readonly protocol?: readonly ProtocolName[];
  readonly maxImages: number;
  readonly neighbours?: number;
  readonly knnTemperature?: number;
  readonly json?: true;
}

const phases = {
  listing: 'looking for images',
  decoding: 'decoding images',
  generating: 'generating images',
  embedding: 'embedding views',
  fitting: 'fitting classifiers',
} as const;

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
    .option('--protocol <names>', `${protocolNames.join(', ')}; all that the images allow`, protocolsOf)
    .option('--max-images <n>', 'at most so many of each split', wholeNumber('--max-images', 16), 50_000)
    .option('--neighbours <n>', 'k of kNN; that of the run', wholeNumber('--neighbours', 1))
    .option('--knn-temperature <x>', 'τ of kNN; that of the run', positive('--knn-temperature'));
  addDeviceFlags(command)
    .addOption(runsFolderOption())
    .option('--json', 'write the result as one JSON object')
    .addHelpText('after', examples);
  return command.action(async (what: string, options: ConfigOptions & EvaluateFlags) => {
    const found = findCheckpoint(runsFolderOf(options), what, options.checkpoint);
    const config = withOverrides(found.run.record.config, deviceOverrides(options));
    const live = new LiveLine(terminal);
    const watch = watchInterrupts(() => live.print('Stopping; nothing is written.'));
    const { evaluateCheckpoint } = await import('../evaluate/evaluateCheckpoint');
    try {
      const { record, path } = await evaluateCheckpoint({
        ...found,
        request: {
          protocols: options.protocol ?? null,
          maxImages: options.maxImages,
          neighbours: options.neighbours ?? config.evaluate.knnNeighbours,
          temperature: options.knnTemperature ?? config.evaluate.knnTemperature,
          seed: null,
        },
        device: config.device,
        signal: watch.signal,
        onProgress: ({ phase, done, total }) => {
          const count = total > 0 ? ` ${formatCount(done)}/${formatCount(total)}` : '';
          if (!options.json) live.show(() => `${phases[phase]}${count}`);
        },
      });
      live.clear();
      if (options.json) terminal.write(`${JSON.stringify(record, null, 2)}\n`);
      else
        terminal.write(`${[...evaluationText(record, terminal), '', `  ${shortPath(path)}`].join('\n')}\n`);
    } catch (error) {
      live.clear();
      const code = watch.exitCode();
      if (code === null) throw error;
      exit(code);
    } finally {
      watch.end();
    }
  });
}

function protocolsOf(text: string): readonly ProtocolName[] {
  return text.split(',').map((part) => {
    const name = protocolNames.find((each) => each === part.trim());
    if (name) return name;
    throw new InvalidArgumentError(`"${part.trim()}" is no protocol: ${protocolNames.join(', ')}.`);
  });
}

function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (Number.isInteger(count) && count >= least && count <= 1_000_000) return count;
    throw new InvalidArgumentError(`${flag} takes a whole number from ${least} to 1,000,000.`);
  };
}

function positive(flag: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && value <= 100) return value;
    throw new InvalidArgumentError(`${flag} takes a number above 0, at most 100.`);
  };
}
