import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { layerWith, mergeConfig, type ConfigLayer } from '../config/mergeConfig';
import { presetNames, presets } from '../config/presets';
import { resolveConfig, type Override, type ResolvedConfig } from '../config/resolveConfig';
import { schemaAt, type SchemaNode } from '../config/runSchema';
import { UserError } from '../errors';
import { wrap } from './textWidth';

/** Flags for the fields that people change most: name, what it takes, the field, and what it is for. */
const fieldFlags = [
  { flag: '--epochs <n>', field: 'epochs', help: 'passes over the training images' },
  { flag: '--batch-size <n>', field: 'batchSize', help: 'images a step' },
  { flag: '--micro-batch <n>', field: 'microBatch', help: 'images embedded at once; saves memory' },
  { flag: '--learning-rate <x>', field: 'optimizer.learningRate', help: 'before scaling by the batch size' },
  { flag: '--temperature <x>', field: 'loss.temperature', help: 'temperature of the loss' },
  {
    flag: '--encoder <name>',
    field: 'encoder.architecture',
    help: 'resnet8, resnet20, resnet18, … resnet152',
  },
  { flag: '--width <n>', field: 'encoder.width', help: 'channels of the first stage' },
  { flag: '--image-size <px>', field: 'data.imageSize', help: 'side of a view' },
  { flag: '--limit <n>', field: 'data.limit', help: 'train on at most so many images' },
  { flag: '--seed <n>', field: 'seed', help: 'seed of everything random' },
  { flag: '--name <text>', field: 'name', help: 'name of the run' },
] as const;

const deviceFlags = [
  { flag: '--backend <name>', field: 'device.backend', help: 'auto, cpu, webgpu or cuda' },
  {
    flag: '--gpu <name>',
    field: 'device.gpu',
    help: 'a GPU by its number in "simclr backends", or by a part of its name ("A4000 #2")',
  },
  { flag: '--threads <n>', field: 'device.threads', help: 'compute threads of the CPU backend' },
] as const;

interface FieldFlag {
  readonly flag: string;
  readonly field: string;
  readonly help: string;
}

/** What commander makes of the flags. */
export interface ConfigOptions {
  readonly preset?: string;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly [flag: string]: unknown;
}

/** Adds --preset, --config, --set and a flag for each of the common fields. */
export function addConfigFlags(command: Command): Command {
  command
    .option('-p, --preset <name>', `recipe to start from: ${presetNames.join(', ')}`)
    .option('-c, --config <file>', 'a *.simclr.json, over the preset')
    .addOption(setOption());
  addFieldFlags(command, fieldFlags);
  return addDeviceFlags(command);
}

/** The flag for any field of a configuration. */
export function setOption(): Option {
  return new Option(
    '--set <field=value>',
    'any field, as in optimizer.momentum=0.95; may be repeated',
  ).argParser(collect);
}

/** Adds the flags that choose what computes. */
export function addDeviceFlags(command: Command): Command {
  return addFieldFlags(command, deviceFlags);
}

/**
 * The configuration that flags and an optional source describe, with `fixed` over it.
 * @throws UserError naming every mistake.
 */
export function configFromFlags(
  options: ConfigOptions,
  source: string | undefined,
  fixed: readonly Override[] = [],
): ResolvedConfig {
  const overrides = deviceOverrides(options);
  overrides.push(...fieldOverrides(options, fieldFlags));
  if (source !== undefined) overrides.push({ path: ['data', 'source'], value: source, flag: 'SOURCE' });
  overrides.push(...(options.set ?? []).map(parseAssignment), ...fixed);
  return resolveConfig({
    workingFolder: process.cwd(),
    overrides,
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    ...(options.config === undefined ? {} : { file: options.config }),
  });
}

/**
 * What --set, the device's flags and an optional source change in configurations that come from elsewhere.
 * @throws UserError for an assignment that is none.
 */
export function changesFromFlags(options: ConfigOptions, source: string | undefined): ConfigLayer {
  const overrides = [
    ...deviceOverrides(options),
    ...(source === undefined ? [] : [{ path: ['data', 'source'], value: source }]),
    ...(options.set ?? []).map(parseAssignment),
  ];
  return overrides.map(({ path, value }) => layerWith(path, value)).reduce(mergeConfig, {});
}

/** What the device's flags say. */
export function deviceOverrides(options: ConfigOptions): Override[] {
  return fieldOverrides(options, deviceFlags);
}

/** Where the runs are, from the working folder, unless --runs says otherwise. */
export const defaultRunsFolder = '.simclr/runs';

/** The flag for the folder of all runs. */
export function runsFolderOption(): Option {
  return new Option('--runs <folder>', 'folder of all runs').default(defaultRunsFolder);
}

/** Absolute path of the folder of all runs. */
export function runsFolderOf({ runs }: { readonly runs: string }): string {
  return resolve(runs);
}

/** The presets, for the help of a command in a terminal of so many columns. */
export function presetHelp(columns: number): string {
  const indent = ' '.repeat(14);
  const lines = presetNames.flatMap((name) => {
    const [first = '', ...rest] = wrap(presets[name].description, Math.max(40, columns - indent.length));
    return [`  ${name.padEnd(12)}${first}`, ...rest.map((line) => indent + line)];
  });
  return `\nPresets:\n${lines.join('\n')}\n`;
}

function addFieldFlags(command: Command, flags: readonly FieldFlag[]): Command {
  for (const { flag, help } of flags) command.option(flag, help);
  return command;
}

function fieldOverrides(options: ConfigOptions, flags: readonly FieldFlag[]): Override[] {
  return flags.flatMap(({ flag, field }) => {
    const name = flag.split(' ')[0] ?? flag;
    const given = options[new Option(flag).attributeName()];
    return typeof given === 'string' ? [override(field, given, name)] : [];
  });
}

function parseAssignment(text: string): Override {
  const at = text.indexOf('=');
  if (at <= 0)
    throw new UserError(`--set ${text}: write a field and its value, as in --set optimizer.momentum=0.95`);
  const field = text.slice(0, at);
  return override(field, text.slice(at + 1), `--set ${field}`);
}

function override(field: string, text: string, flag: string): Override {
  const path = field.split('.');
  return { path, value: parseValue(text, schemaAt(path, {})), flag };
}

/** What a user typed, as the field wants it: text where only text will do, else JSON, else text after all. */
function parseValue(text: string, node: SchemaNode | null): unknown {
  if (node?.type === 'string') return text;
  if (/^[-+]?\.?\d/.test(text) && Number.isFinite(Number(text))) return Number(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
