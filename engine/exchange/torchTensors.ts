import type { NamedTensor } from '../runs/trainingState';

/** Names of the encoder in a checkpoint begin with this; torchvision's begin with nothing. */
const encoderPrefix = 'encoder.';

/** Names of the projection head begin with this in both. */
const headPrefix = 'head.';

/**
 * The encoder of a checkpoint under torchvision's names (`layer1.0.conv1.weight`), and its projection head under
 * `head.`, in PyTorch's layouts: filters [out, in, kh, kw], fully connected weights [out, in].
 * @param tensors of a checkpoint: filters [kh, kw, in, out], fully connected weights [in, out]. All others, as those
 *   of probes and of the optimizer, are left out.
 */
export function torchTensors(tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.flatMap((tensor) => {
    const { name } = tensor;
    if (isOfHead(name)) return [toTorch(tensor)];
    if (!name.startsWith(encoderPrefix)) return [];
    return [{ ...toTorch(tensor), name: name.slice(encoderPrefix.length) }];
  });
}

/** The way back: torchvision's names and PyTorch's layouts to those of a checkpoint. */
export function checkpointTensors(tensors: readonly NamedTensor[]): NamedTensor[] {
  return tensors.map((tensor) => {
    const { name } = tensor;
    return { ...fromTorch(tensor), name: isOfHead(name) ? name : `${encoderPrefix}${name}` };
  });
}

/** Whether a tensor under torchvision's names is one of the projection head. */
export function isOfHead(name: string): boolean {
  return name.startsWith(headPrefix);
}

function toTorch(tensor: NamedTensor): NamedTensor {
  const [a = 0, b = 0, c = 0, d = 0] = tensor.shape;
  if (tensor.shape.length === 2) return { ...tensor, shape: [b, a], data: turned(tensor.data, [a, 1, b]) };
  if (tensor.shape.length !== 4) return tensor;
  return { ...tensor, shape: [d, c, a, b], data: turned(tensor.data, [a * b, c, d]) };
}

function fromTorch(tensor: NamedTensor): NamedTensor {
  const [a = 0, b = 0, c = 0, d = 0] = tensor.shape;
  if (tensor.shape.length === 2) return { ...tensor, shape: [b, a], data: turned(tensor.data, [a, 1, b]) };
  if (tensor.shape.length !== 4) return tensor;
  return { ...tensor, shape: [c, d, b, a], data: turned(tensor.data, [a, b, c * d]) };
}

/** The numbers of a cuboid [a, b, c] as those of [c, b, a], row-major: pixels, inputs and outputs change ends. */
function turned(data: Float32Array, [a, b, c]: readonly [number, number, number]): Float32Array {
  const result = new Float32Array(data.length);
  let from = 0;
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) result[(k * b + j) * a + i] = data[from++] ?? 0;
    }
  }
  return result;
}
