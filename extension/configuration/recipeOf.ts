import { configDifferences } from '../../engine/config/configDifferences';
import { layerWith, mergeConfig, type ConfigLayer } from '../../engine/config/mergeConfig';
import { presets } from '../../engine/config/presets';
import { runConfigSchema, type RunConfig } from '../../engine/config/runConfig';
import { nearestPreset } from '../../engine/config/nearestPreset';
import { absoluteSource, sourceWithin } from '../start/sourcePath';

/**
 * A run's configuration as a person would write it: the preset that it is nearest to, and what differs from that.
 * @param baseFolder what a relative source of `config` refers to.
 * @param folder where the file is to lie; null where that is not known.
 */
export function recipeOf(config: RunConfig, baseFolder: string, folder: string | null): ConfigLayer {
  const { preset } = nearestPreset(config);
  const source = sourceWithin(absoluteSource(config.data.source, baseFolder), folder);
  const own = { ...config, data: { ...config.data, source } };
  return configDifferences(runConfigSchema.parse(presets[preset].config), own)
    .filter(({ path }) => path !== '$schema')
    .map(({ path, b }) => layerWith(path.split('.'), b))
    .reduce(mergeConfig, { preset });
}
