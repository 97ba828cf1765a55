import type { OptimizerConfig } from '../config/runConfig';
import { weightDecayOf, type UpdateRule } from './updateRule';

/**
 * LARS as in the SimCLR authors' code. Biases and batch norm never take part in layer adaptation: they move as under
 * SGD with the same rate, and their weight decay is left out unless the configuration says otherwise.
 */
export function lars(config: OptimizerConfig): UpdateRule {
  const { momentum, nesterov, trustCoefficient } = config;
  return {
    kernel: 'LarsUpdate',
    slots: ['momentum'],
    attributes: (parameter, { learningRate }) => ({
      ...{ learningRate, momentum, nesterov, trustCoefficient },
      weightDecay: weightDecayOf(parameter, config),
      adapt: parameter.kind === 'weight',
    }),
  };
}
