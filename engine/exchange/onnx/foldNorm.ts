import { batchNormEpsilon } from '../../models/batchNormLayer';
import type { NamedTensor } from '../../runs/trainingState';

/** A layer with the batch norm behind it taken into its own numbers. */
export interface FoldedLayer {
  readonly weight: NamedTensor;
  readonly bias: NamedTensor;
}

/**
 * A convolution or fully connected layer together with its batch norm in evaluation mode, as one layer with a bias:
 * weight · gain / √(variance + ε) for each output, and offset − mean · the same.
 * @param name of the layer; @param norm of its batch norm.
 * @param find the tensor of a name, in PyTorch's layouts: outputs come first.
 */
export function foldNorm(name: string, norm: string, find: (name: string) => NamedTensor): FoldedLayer {
  const { shape, data } = find(`${name}.weight`);
  const [gain, offset, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (part) => find(`${norm}.${part}`).data,
  );
  const outputs = shape[0] ?? 0;
  const size = data.length / outputs;
  const weight = new Float32Array(data.length);
  const bias = new Float32Array(outputs);
  for (let output = 0; output < outputs; output++) {
    const scale = (gain?.[output] ?? 0) / Math.sqrt((variance?.[output] ?? 0) + batchNormEpsilon);
    for (let i = output * size; i < (output + 1) * size; i++) weight[i] = (data[i] ?? 0) * scale;
    bias[output] = (offset?.[output] ?? 0) - (mean?.[output] ?? 0) * scale;
  }
  return {
    weight: { name: `${name}.weight`, shape, data: weight },
    bias: { name: `${name}.bias`, shape: [outputs], data: bias },
  };
}
