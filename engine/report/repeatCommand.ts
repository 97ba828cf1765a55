import { nearestPreset } from '../config/nearestPreset';
import { runConfigSchema, type RunConfig } from '../config/runConfig';
import { configDifferences } from '../config/configDifferences';

/** The line for a terminal that starts a run of this configuration: the nearest preset, and what differs from it. */
export function repeatCommand(config: RunConfig): string {
  const { preset, differences } = nearestPreset(config);
  const { device, seed, name } = config;
  const standard = runConfigSchema.parse({});
  const changed = [
    ...differences.filter(({ path }) => path !== 'data.source').map(({ path, b }) => [path, b] as const),
    ...configDifferences(device, standard.device, 'device.').map(({ path, a }) => [path, a] as const),
  ];
  return [
    'simclr train',
    ...(config.data.source === standard.data.source ? [] : [quoted(config.data.source)]),
    `--preset ${preset}`,
    ...(name === '' ? [] : [`--name ${quoted(name)}`]),
    `--seed ${seed}`,
    ...changed.map(([path, value]) => `--set ${quoted(`${path}=${written(value)}`)}`),
  ].join(' ');
}

/** As the flag reads it: text as it is, everything else as JSON. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A text as one word of a POSIX shell's line. */
function quoted(text: string): string {
  return /^[\w./:=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
