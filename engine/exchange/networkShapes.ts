import type { HeadConfig } from '../config/runConfig';
import { convolutionsOf, type EncoderPlan } from '../models/encoderPlan';
import { planHead } from '../models/head';

/** Names that torchvision gives the tensors of an encoder, and their shapes in PyTorch's layouts. */
export function encoderShapes(plan: EncoderPlan): [string, readonly number[]][] {
  return convolutionsOf(plan).flatMap(({ convolution, norm, kernel, inputs, outputs }) => [
    [`${convolution}.weight`, [outputs, inputs, kernel, kernel]],
    ...normShapes(norm, outputs),
  ]);
}

/** The same of a projection head: those of `nn.Linear`, and of `nn.BatchNorm1d` where it has batch norm. */
export function headShapes(config: HeadConfig, inputSize: number): [string, readonly number[]][] {
  return planHead(config, inputSize).flatMap(
    ({ inputs, outputs, offset }, index): [string, readonly number[]][] => {
      const name = `head.layers.${index}`;
      const weight: [string, readonly number[]] = [`${name}.weight`, [outputs, inputs]];
      if (config.batchNorm) return [weight, ...normShapes(`${name}.bn`, outputs)];
      return offset ? [weight, [`${name}.bias`, [outputs]]] : [weight];
    },
  );
}

function normShapes(norm: string, channels: number): [string, readonly number[]][] {
  return ['weight', 'bias', 'running_mean', 'running_var'].map((part) => [`${norm}.${part}`, [channels]]);
}
