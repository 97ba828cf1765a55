import type { OptimizerConfig } from '../config/runConfig';
import { weightDecayOf, type UpdateRule } from './updateRule';

/** Adam with the semantics of torch.optim.Adam: weight decay is added to the gradient (it is not AdamW). */
export function adam(config: OptimizerConfig): UpdateRule {
  const { beta1, beta2, epsilon } = config;
  return {
    kernel: 'AdamUpdate',
    slots: ['mean', 'square'],
    attributes: (parameter, { learningRate, step }) => ({
      ...{ learningRate, beta1, beta2, epsilon, step },
      weightDecay: weightDecayOf(parameter, config),
    }),
  };
}
