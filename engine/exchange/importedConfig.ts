import { isLayer, type ConfigLayer } from '../config/mergeConfig';
import type { ResolvedConfig } from '../config/resolveConfig';
import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { encoderWidth, planEncoder } from '../models/encoderPlan';
import type { RecognizedNetwork } from './recognizeNetwork';

/**
 * The configuration of a run that takes weights over: what was asked for, with the file's encoder, and its head where it
 * has one. A preset, which is a recipe for training, yields to the file; what was asked for besides has to agree.
 * @param file that the weights are from, for messages.
 * @throws UserError naming every field that disagrees, with the value that was asked for and the one in the file.
 */
export function importedConfig(
  file: string,
  { config, asked }: Pick<ResolvedConfig, 'config' | 'asked'>,
  { encoder, head }: RecognizedNetwork,
): RunConfig {
  const imported = { ...config, encoder: { ...config.encoder, ...encoder }, head: head ?? config.head };
  const has = networkFields(imported, imported);
  const problems = Object.entries(networkFields(config, imported)).flatMap(([field, value]) =>
    value === has[field] || !isAsked(asked, field)
      ? []
      : [
          `${field} is to be ${JSON.stringify(value)}, but in ${file} it is ${JSON.stringify(has[field])}: leave it out, since the weights decide it`,
        ],
  );
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return imported;
}

/**
 * The fields that weights decide, so that what means the same is the same.
 * @param imported says what a field comes to that is left to others.
 */
function networkFields({ encoder, head }: RunConfig, imported: RunConfig): Record<string, unknown> {
  const { architecture, stem } = imported.encoder;
  return {
    'encoder.architecture': encoder.architecture,
    'encoder.width': encoderWidth({ ...encoder, architecture }),
    'encoder.stem': encoder.stem === 'auto' ? stem : encoder.stem,
    'head.type': head.type,
    'head.hiddenLayers': head.hiddenLayers,
    'head.hiddenSize': head.hiddenSize ?? planEncoder(imported.encoder, 32).outputSize,
    'head.outputSize': head.outputSize,
    'head.batchNorm': head.batchNorm,
  };
}

/** Whether a field was set by hand; the width by its multiplier too. */
function isAsked(asked: ConfigLayer, field: string): boolean {
  const [part = '', key = ''] = field.split('.');
  const layer = asked[part];
  return isLayer(layer) && (key in layer || (key === 'width' && 'widthMultiplier' in layer));
}
