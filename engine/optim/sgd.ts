import type { OptimizerConfig } from '../config/runConfig';
import { weightDecayOf, type UpdateRule } from './updateRule';

/** Stochastic gradient descent with momentum, Nesterov's or not, with the semantics of torch.optim.SGD. */
export function sgd(config: OptimizerConfig): UpdateRule {
  const { momentum, nesterov } = config;
  return {
    kernel: 'MomentumUpdate',
    slots: ['momentum'],
    attributes: (parameter, { learningRate }) => ({
      ...{ learningRate, momentum, nesterov },
      weightDecay: weightDecayOf(parameter, config),
    }),
  };
}
