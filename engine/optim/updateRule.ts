import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimizerConfig } from '../config/runConfig';
import type { Parameter } from '../models/parameter';

/** How an optimizer moves one parameter. */
export interface UpdateRule {
  /** Names of the tensors kept for each parameter, each of the parameter's shape and zero at first. */
  readonly slots: readonly string[];
  /**
   * The parameter's next value, then that of each slot, all fresh tensors.
   * @param position the step's learning rate, and its number from 1.
   */
  update(
    parameter: Parameter,
    gradient: Tensor,
    slots: readonly Variable[],
    position: { readonly learningRate: number; readonly step: number },
  ): Tensor[];
}

/** Weight decay of a parameter: none on biases and batch norm where they are excluded (paper, appendix A). */
export function weightDecayOf(parameter: Parameter, config: OptimizerConfig): number {
  return config.excludeFromWeightDecay && parameter.kind !== 'weight' ? 0 : config.weightDecay;
}
