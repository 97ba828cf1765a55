import { checkAgainstData, type DataFacts } from '../../engine/config/checkAgainstData';
import { checkConfig } from '../../engine/config/checkConfig';
import { configFileSchema } from '../../engine/config/configFile';
import { configProblems, type ConfigProblem } from '../../engine/config/configProblems';
import { mergeConfig, type ConfigLayer } from '../../engine/config/mergeConfig';
import { presets } from '../../engine/config/presets';
import { runConfigSchema, type RunConfig } from '../../engine/config/runConfig';
import { UserError } from '../../engine/errors';

/**
 * What is wrong in a configuration file that its JSON schema cannot say: pairs in the wrong order, combinations of
 * fields, and what does not go with its images as far as they are known.
 * @param facts of the images; null where nothing is known of them.
 */
export function findConfigProblems(
  layer: ConfigLayer,
  facts: (config: RunConfig) => DataFacts | null,
): readonly ConfigProblem[] {
  const parsed = configFileSchema.safeParse(layer);
  if (!parsed.success) {
    // All but these the editor finds by the schema.
    return configProblems(
      parsed.error.issues.filter(({ code }) => code === 'custom'),
      layer,
    );
  }
  const config = wholeConfig(layer);
  if (config === null) return [];
  const problems = checkConfig(config);
  const known = facts(config);
  return problems.length > 0 || known === null ? problems : dataProblems(config, known);
}

/** A configuration file with its preset and every default filled in; null where it is not valid. */
export function wholeConfig(layer: ConfigLayer): RunConfig | null {
  const file = configFileSchema.safeParse(layer);
  if (!file.success) return null;
  const { preset } = file.data;
  const written = Object.fromEntries(Object.entries(layer).filter(([key]) => key !== 'preset'));
  const base: ConfigLayer = preset === undefined ? {} : presets[preset].config;
  const whole = runConfigSchema.safeParse(mergeConfig(base, written));
  return whole.success ? whole.data : null;
}

/** Each sentence begins with the field that it is about. */
function dataProblems(config: RunConfig, facts: DataFacts): ConfigProblem[] {
  try {
    checkAgainstData(config, facts);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.split('\n').map((text) => ({ path: fieldOf(text), text }));
  }
}

function fieldOf(sentence: string): string[] {
  return /^([a-z]\w*(?:\.\w+)*) is /.exec(sentence)?.[1]?.split('.') ?? [];
}
