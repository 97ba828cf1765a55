import { pad as padTensor, slice, tidy, type KernelFunc, type NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from '../../ops/recordOperation';
import { stockName } from '../replaceKernels';

type Inputs<Name extends string> = Readonly<Record<Name, Tensor4D>>;

/** The lowest float32: never the maximum of a window, and unlike −∞ a number. */
const lowest = -3.4028234663852886e38;

/**
 * Kernels that take padding in pixels, by those of tfjs-node, of which the convolution takes it for each side and the
 * others not at all. Without padding in pixels these are called as they are.
 */
export const paddedKernels: Readonly<Record<string, KernelFunc>> = {
  /** x [B, H, W, Ci], filter [kh, kw, Ci, Co] → [B, Ho, Wo, Co]. */
  Conv2D: kernel<'x' | 'filter'>('Conv2D', (inputs, attrs, pad) =>
    stock('Conv2D', inputs, { ...attrs, pad: sides(pad) }),
  ),
  /** dy [B, Ho, Wo, Co], filter → the gradient of x. */
  Conv2DBackpropInput: kernel<'dy' | 'filter'>('Conv2DBackpropInput', (inputs, attrs, pad) => {
    const [batch = 0, height = 0, width = 0, channels = 0] = attrs['inputShape'] as number[];
    const inputShape = [batch, height + 2 * pad, width + 2 * pad, channels];
    const padded = stock('Conv2DBackpropInput', inputs, { ...attrs, inputShape, pad: 'valid' });
    return slice(padded, [0, pad, pad, 0], [batch, height, width, channels]);
  }),
  /** x, dy → the gradient of the filter. */
  Conv2DBackpropFilter: kernel<'x' | 'dy'>('Conv2DBackpropFilter', ({ x, dy }, attrs, pad) =>
    stock('Conv2DBackpropFilter', { x: padTensor(x, sides(pad)), dy }, { ...attrs, pad: 'valid' }),
  ),
  /** x [B, H, W, C] → [B, Ho, Wo, C]. */
  MaxPool: kernel<'x'>('MaxPool', ({ x }, attrs, pad) =>
    stock('MaxPool', { x: padTensor(x, sides(pad), lowest) }, { ...attrs, pad: 'valid' }),
  ),
  /** dy [B, Ho, Wo, C], input [B, H, W, C], output as dy → the gradient of input. */
  MaxPoolGrad: kernel<'dy' | 'input' | 'output'>('MaxPoolGrad', ({ dy, input, output }, attrs, pad) => {
    const inputs = { dy, input: padTensor(input, sides(pad), lowest), output };
    return slice(stock('MaxPoolGrad', inputs, { ...attrs, pad: 'valid' }), [0, pad, pad, 0], input.shape);
  }),
};

function kernel<Name extends string>(
  kernelName: string,
  compute: (inputs: Inputs<Name>, attrs: NamedAttrMap, pad: number) => Tensor4D,
): KernelFunc {
  return ({ inputs, attrs = {} }) => {
    const { pad } = attrs;
    // tfjs calls kernels with the tensors themselves, although the type promises less.
    const tensors = inputs as Inputs<Name>;
    return typeof pad === 'number' && pad > 0
      ? tidy(() => compute(tensors, attrs, pad))
      : stock(kernelName, tensors, attrs);
  };
}

function stock(
  kernelName: string,
  inputs: Readonly<Record<string, Tensor4D>>,
  attrs: NamedAttrMap,
): Tensor4D {
  return runKernel(stockName(kernelName), inputs, attrs);
}

function sides(pad: number): [number, number][] {
  return [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
}
