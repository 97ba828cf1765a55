import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimizerConfig } from '../config/runConfig';
import { runKernel } from '../ops/recordOperation';
import { weightDecayOf, type UpdateRule } from './updateRule';

/** Adam with the semantics of torch.optim.Adam: weight decay is added to the gradient (it is not AdamW). */
export function adam(config: OptimizerConfig): UpdateRule {
  const { beta1, beta2, epsilon } = config;
  return {
    slots: ['mean', 'square'],
    update: (parameter, g, slots, { learningRate, step }) => {
      const [m, s] = slots as [Variable, Variable];
      return runKernel<Tensor[]>(
        'AdamUpdate',
        { w: parameter.variable, g, m, s },
        { learningRate, beta1, beta2, epsilon, weightDecay: weightDecayOf(parameter, config), step },
      );
    },
  };
}
