import { configDifferences, type ConfigDifference } from './configDifferences';
import { presetNames, presets, type PresetName } from './presets';
import { runConfigSchema, type RunConfig } from './runConfig';

/** Fields that say which run it is and where it is computed, not what it is. */
const incidental = /^(\$schema$|name$|seed$|device\.)/;

/** A preset, and where a configuration departs from it (a: preset, b: configuration). */
export interface PresetDistance {
  readonly preset: PresetName;
  readonly differences: readonly ConfigDifference[];
}

/** The preset from which `config` differs in the fewest fields; of equals the first. */
export function nearestPreset(config: RunConfig): PresetDistance {
  const [first, ...others] = presetNames.map((preset) => distance(preset, config));
  return others.reduce(
    (best, other) => (other.differences.length < best.differences.length ? other : best),
    first ?? distance('quick', config),
  );
}

function distance(preset: PresetName, config: RunConfig): PresetDistance {
  const differences = configDifferences(runConfigSchema.parse(presets[preset].config), config);
  return { preset, differences: differences.filter(({ path }) => !incidental.test(path)) };
}
