import type { Tensor4D } from '@tensorflow/tfjs-core';
import { recordOperation, release, runKernel } from './recordOperation';

/** Attributes of tfjs's own kernels for a 3×3 window moved by 2, one pixel of padding on each side. */
const attributes = { filterSize: [3, 3], strides: [2, 2], pad: 1, dimRoundingMode: 'floor' };

/** Max-pooling of the ImageNet stem: 3×3, stride 2, padding 1 (never the maximum), [B, H, W, C] → [B, ⌈H/2⌉, ⌈W/2⌉, C]. */
export function maxPool(x: Tensor4D): Tensor4D {
  return recordOperation<Tensor4D>({
    inputs: { x },
    forward: (save) => {
      const out = runKernel<Tensor4D>('MaxPool', { x }, attributes);
      save([x, out]);
      return out;
    },
    backward: (dy, saved) => ({
      x: () => {
        const [input, output] = saved as [Tensor4D, Tensor4D];
        const gradient = runKernel<Tensor4D>('MaxPoolGrad', { dy, input, output }, attributes);
        release(dy, input, output);
        return gradient;
      },
    }),
  });
}
