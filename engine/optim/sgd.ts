import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimizerConfig } from '../config/runConfig';
import { runKernel } from '../ops/recordOperation';
import { weightDecayOf, type UpdateRule } from './updateRule';

/** Stochastic gradient descent with momentum, Nesterov's or not, with the semantics of torch.optim.SGD. */
export function sgd(config: OptimizerConfig): UpdateRule {
  const { momentum, nesterov } = config;
  return {
    slots: ['momentum'],
    update: (parameter, g, slots, { learningRate }) => {
      const [v] = slots as [Variable];
      return runKernel<Tensor[]>(
        'MomentumUpdate',
        { w: parameter.variable, g, v },
        { learningRate, momentum, nesterov, weightDecay: weightDecayOf(parameter, config) },
      );
    },
  };
}
