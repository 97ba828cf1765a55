import { nearestPreset } from '../config/nearestPreset';
import { runConfigSchema, type RunConfig } from '../config/runConfig';
import { configDifferences } from '../config/configDifferences';
import { shellWord } from '../format/shellWord';

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
    ...(config.data.source === standard.data.source ? [] : [shellWord(config.data.source)]),
    `--preset ${preset}`,
    ...(name === '' ? [] : [`--name ${shellWord(name)}`]),
    `--seed ${seed}`,
    ...changed.map(([path, value]) => `--set ${shellWord(`${path}=${written(value)}`)}`),
  ].join(' ');
}

/** As the flag reads it: text as it is, everything else as JSON. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
