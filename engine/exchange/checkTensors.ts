import { UserError } from '../errors';
import type { NamedTensor } from '../runs/trainingState';

/**
 * Refuses tensors that are not those of a network.
 * @param path of the file that they are from; @param network what they should be, in words: "a ResNet-18 of width 64".
 * @param shapes name and shape of every tensor that the network has.
 * @throws UserError naming the first tensor that is missing, superfluous, of another shape, or not of usable numbers.
 */
export function checkTensors(
  path: string,
  network: string,
  shapes: ReadonlyMap<string, readonly number[]>,
  tensors: readonly NamedTensor[],
): void {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const [name, shape] of shapes) {
    const tensor = byName.get(name);
    if (!tensor) throw new UserError(`${path} lacks the tensor ${name}, which ${network} has`);
    if (tensor.shape.join() !== shape.join()) {
      throw new UserError(
        `the tensor ${name} of ${path} is [${tensor.shape.join(', ')}], but that of ${network} is [${shape.join(', ')}]`,
      );
    }
    checkNumbers(path, tensor);
  }
  for (const { name } of tensors) {
    if (!shapes.has(name))
      throw new UserError(`${path} has a tensor ${name}, which ${network} does not have`);
  }
}

/** A variance below zero has no root: such a network would answer NaN. */
function checkNumbers(path: string, { name, data }: NamedTensor): void {
  const least = name.endsWith('.running_var') ? 0 : -Infinity;
  if (!data.every((value) => Number.isFinite(value) && value >= least)) {
    const what = least === 0 ? 'negative or not finite' : 'not finite';
    throw new UserError(`the tensor ${name} of ${path} has numbers that are ${what}: save it again`);
  }
}
