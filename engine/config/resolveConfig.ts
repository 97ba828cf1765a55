import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError } from '../errors';
import { checkConfig } from './checkConfig';
import { configFileSchema } from './configFile';
import { configProblems, type ConfigProblem } from './configProblems';
import { findJsonError } from './jsonSyntax';
import { isLayer, layerWith, mergeConfig, type ConfigLayer } from './mergeConfig';
import { nearestName } from './nearestName';
import { presetNames, presets, type PresetName } from './presets';
import { readFailure } from './readFailure';
import { runConfigSchema, type RunConfig } from './runConfig';

/** One field set from the command line. */
export interface Override {
  /** As in `['optimizer', 'learningRate']`. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** What the user typed, for messages: `--set optimizer.learningRate`. */
  readonly flag: string;
}

/** What a configuration is put together from, the weakest first. */
export interface ConfigSources {
  /** Name of a preset; without it the one that the file names, or none. */
  readonly preset?: string;
  /** Path of a `*.simclr.json`. */
  readonly file?: string;
  readonly overrides?: readonly Override[];
  /** Folder that relative paths among the overrides refer to. */
  readonly workingFolder: string;
}

/** A configuration with every default filled in, and where it came from. */
export interface ResolvedConfig {
  readonly config: RunConfig;
  readonly preset: PresetName | null;
  /** The fields that the file and the overrides set. */
  readonly asked: ConfigLayer;
  /** Absolute path that relative paths of the configuration refer to. */
  readonly baseFolder: string;
}

/**
 * Puts a run's configuration together: preset, then file, then overrides, each over the one before.
 * @throws UserError naming every problem on a line of its own, with the file or flag, the path of the field, what
 * was given and what is allowed.
 */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const { file, overrides = [], workingFolder } = sources;
  const fileLayer = file === undefined ? {} : readConfigFile(resolve(workingFolder, file), file);
  const problems = file === undefined ? [] : schemaProblems(fileLayer).map(({ text }) => `${file}: ${text}`);
  for (const { path, value, flag } of overrides) {
    problems.push(...schemaProblems(layerWith(path, value)).map(({ text }) => `${flag}: ${text}`));
  }
  const preset = presetName(sources.preset, fileLayer['preset'], problems);
  throwProblems(problems);

  const fileFields = Object.fromEntries(Object.entries(fileLayer).filter(([key]) => key !== 'preset'));
  const layers = overrides.map(({ path, value }) => layerWith(path, value));
  const presetLayer: ConfigLayer = preset === null ? {} : presets[preset].config;
  const config = runConfigSchema.parse([fileFields, ...layers].reduce(mergeConfig, presetLayer));
  throwProblems(
    checkConfig(config).map((problem) => `${origin(problem, overrides, fileFields, file)}${problem.text}`),
  );

  const sourceInFile = fieldIn(fileFields, ['data', 'source']);
  const sourceInFlags = overrides.some(({ path }) => path.join('.') === 'data.source');
  const ofFile = file !== undefined && sourceInFile && !sourceInFlags;
  return {
    config,
    preset,
    asked: layers.reduce(mergeConfig, fileFields),
    baseFolder: ofFile ? dirname(resolve(workingFolder, file)) : resolve(workingFolder),
  };
}

function readConfigFile(path: string, shown: string): ConfigLayer {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`${shown} cannot be read: ${readFailure(error)}`, { cause: error });
  }
  const fault = findJsonError(text);
  if (fault !== null) throw new UserError(`${shown}:${fault.line}:${fault.column}: ${fault.message}`);
  const value: unknown = JSON.parse(text);
  if (!isLayer(value)) throw new UserError(`${shown}: a configuration is a JSON object, in braces`);
  return value;
}

function schemaProblems(layer: ConfigLayer): ConfigProblem[] {
  const parsed = configFileSchema.safeParse(layer);
  return parsed.success ? [] : configProblems(parsed.error.issues, layer);
}

function presetName(flag: string | undefined, inFile: unknown, problems: string[]): PresetName | null {
  const name = flag ?? inFile;
  const found = presetNames.find((known) => known === name);
  if (found !== undefined) return found;
  // A wrong name in the file has been reported with the file's other problems.
  if (flag !== undefined) {
    const nearest = nearestName(flag, presetNames);
    const hint = nearest === null ? '' : `did you mean "${nearest}"? `;
    problems.push(`--preset: there is no preset "${flag}": ${hint}There are ${presetNames.join(', ')}`);
  }
  return null;
}

/** Which of the sources a problem comes from: the strongest that sets the field. */
function origin(
  { path }: ConfigProblem,
  overrides: readonly Override[],
  file: ConfigLayer,
  fileName: string | undefined,
): string {
  const dotted = path.join('.');
  const override = overrides.findLast((candidate) => candidate.path.join('.') === dotted);
  if (override !== undefined) return `${override.flag}: `;
  return fileName !== undefined && fieldIn(file, path) ? `${fileName}: ` : '';
}

function fieldIn(layer: ConfigLayer, path: readonly PropertyKey[]): boolean {
  let value: unknown = layer;
  for (const key of path) {
    if (!isLayer(value) || !Object.hasOwn(value, key)) return false;
    value = value[String(key)];
  }
  return true;
}

function throwProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw new UserError(problems.join('\n'));
}
