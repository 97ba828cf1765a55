import type { Attribute } from '@tensorflow/tfjs-core';
import type { OptimizerConfig } from '../config/runConfig';
import type { Parameter } from '../models/parameter';
import type { UpdateKernel } from '../ops/parameterUpdates';

/** How an optimizer moves parameters. */
export interface UpdateRule {
  readonly kernel: UpdateKernel;
  /** Names of the tensors kept for each parameter, each of the parameter's shape and zero at first; in the kernel's order. */
  readonly slots: readonly string[];
  /**
   * The kernel's attributes for a parameter.
   * @param position the step's learning rate, and its number from 1.
   */
  attributes(
    parameter: Parameter,
    position: { readonly learningRate: number; readonly step: number },
  ): Readonly<Record<string, Attribute>>;
}

/** Weight decay of a parameter: none on biases and batch norm where they are excluded (paper, appendix A). */
export function weightDecayOf(parameter: Parameter, config: OptimizerConfig): number {
  return config.excludeFromWeightDecay && parameter.kind !== 'weight' ? 0 : config.weightDecay;
}
