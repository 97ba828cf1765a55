import { UserError } from '../errors';
import { configProblems } from './configProblems';
import { layerWith, mergeConfig } from './mergeConfig';
import type { Override } from './resolveConfig';
import { runConfigSchema, type RunConfig } from './runConfig';

/**
 * A whole configuration with some of its fields set otherwise.
 * @throws UserError naming every mistake and the flag that made it.
 */
export function withOverrides(config: RunConfig, overrides: readonly Override[]): RunConfig {
  const problems = overrides.flatMap(({ path, value, flag }) => {
    const layer = layerWith(path, value);
    const parsed = runConfigSchema.safeParse(layer);
    return parsed.success
      ? []
      : configProblems(parsed.error.issues, layer).map(({ text }) => `${flag}: ${text}`);
  });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return runConfigSchema.parse(
    overrides.map(({ path, value }) => layerWith(path, value)).reduce(mergeConfig, config),
  );
}
