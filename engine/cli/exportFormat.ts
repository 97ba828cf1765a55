import { extname } from 'node:path';
import { UserError } from '../errors';

const formats = ['safetensors', 'onnx', 'csv', 'tensorboard'] as const;
/** What a run or a checkpoint can be written as; the first two are of a checkpoint's weights. */
export type Format = (typeof formats)[number];

/** What commander makes of the flags of `simclr export`. */
export interface ExportFlags extends Readonly<Partial<Record<Format, true>>> {
  readonly output?: string;
  readonly checkpoint?: string;
  readonly head?: true;
  readonly runs: string;
  readonly json?: true;
}

/**
 * The format that a flag, or else the ending of --output, asks for.
 * @param subjects what is to be exported, as it was given.
 * @throws UserError where there is none, where there are two, and where another flag does not go with it.
 */
export function exportFormat(flags: ExportFlags, subjects: readonly string[]): Format {
  const [flag, second] = formats.filter((format) => flags[format]);
  const ending = formats.find((format) => extname(flags.output ?? '').toLowerCase() === `.${format}`);
  if (second !== undefined) throw new UserError(`--${flag} and --${second}: give one of them`);
  const format = flag ?? ending;
  if (format === undefined) {
    throw new UserError(
      flags.output === undefined
        ? 'say what to write: -o encoder.safetensors or -o encoder.onnx for the weights, --csv or --tensorboard for the metrics'
        : `--output ${flags.output}: end the name in .safetensors, .onnx or .csv, or give --safetensors, --onnx, --csv or --tensorboard`,
    );
  }
  if (ending !== undefined && ending !== format) {
    throw new UserError(
      `--${format}: ${flags.output} ends in .${ending}; change the name, or leave --${format} out`,
    );
  }
  if (isOfWeights(format)) {
    if (flags.output === undefined)
      throw new UserError(`--${format}: name the file too, -o encoder.${format}`);
    const [subject = ''] = subjects;
    if (flags.checkpoint !== undefined && subject.endsWith('.safetensors'))
      throw new UserError(`${subject} is a checkpoint already: leave --checkpoint ${flags.checkpoint} out`);
  } else {
    refuseThoseOfWeights(format, flags, subjects);
  }
  const [first, another] = subjects;
  if (another !== undefined && format !== 'tensorboard') {
    throw new UserError(
      `only --tensorboard takes several runs: leave all but "${first}" out, or export one by one`,
    );
  }
  return format;
}

/** Whether it is a checkpoint's weights that are written, not a run's metrics. */
export function isOfWeights(format: Format): format is 'safetensors' | 'onnx' {
  return format === 'safetensors' || format === 'onnx';
}

function refuseThoseOfWeights(format: Format, flags: ExportFlags, subjects: readonly string[]): void {
  const flag = flags.head ? 'head' : flags.checkpoint === undefined ? null : 'checkpoint';
  const name = format === 'csv' ? 'CSV' : 'TensorBoard';
  if (flag !== null) {
    throw new UserError(
      `--${flag} is of the weights (.safetensors, .onnx); ${name} gets the metrics of a whole run: leave it out`,
    );
  }
  const checkpoint = subjects.find((subject) => subject.endsWith('.safetensors'));
  if (checkpoint !== undefined) {
    throw new UserError(
      `${checkpoint} is a checkpoint; ${name} gets the metrics of a whole run: name the run`,
    );
  }
}
