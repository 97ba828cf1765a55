import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Network } from '../../../engine/models/parameter';
import type { TensorFile } from '../../vectors/readTensors';

type AnyNetwork = Pick<Network<Tensor, Tensor>, 'parameters' | 'buffers'>;

/** Sets every parameter of the networks to the file's `parameter.<name>`; fails where one has none. */
export function loadParameters(file: TensorFile, ...networks: readonly AnyNetwork[]): void {
  for (const { parameters } of networks) {
    for (const { name, variable } of parameters) assign(variable, file.tensor(`parameter.${name}`));
  }
}

/** Sets the running statistics to the file's `statistics.<name>`. */
export function loadStatistics(file: TensorFile, network: AnyNetwork): void {
  for (const { name, variable } of network.buffers) assign(variable, file.tensor(`statistics.${name}`));
}

function assign(variable: Variable, value: Tensor): void {
  variable.assign(value);
  value.dispose();
}
