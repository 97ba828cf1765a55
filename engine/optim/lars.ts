import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimizerConfig } from '../config/runConfig';
import { runKernel } from '../ops/recordOperation';
import { weightDecayOf, type UpdateRule } from './updateRule';

/**
 * LARS as in the SimCLR authors' code. Biases and batch norm never take part in layer adaptation: they move as under
 * SGD with the same rate, and their weight decay is left out unless the configuration says otherwise.
 */
export function lars(config: OptimizerConfig): UpdateRule {
  const { momentum, nesterov, trustCoefficient } = config;
  return {
    slots: ['momentum'],
    update: (parameter, g, slots, { learningRate }) => {
      const [v] = slots as [Variable];
      return runKernel<Tensor[]>(
        'LarsUpdate',
        { w: parameter.variable, g, v },
        {
          learningRate,
          momentum,
          nesterov,
          weightDecay: weightDecayOf(parameter, config),
          adapt: parameter.kind === 'weight',
          trustCoefficient,
        },
      );
    },
  };
}
