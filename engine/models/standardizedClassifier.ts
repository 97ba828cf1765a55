import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { dense } from '../ops/dense';
import { release } from '../ops/recordOperation';
import { shiftScale } from '../ops/shiftScale';
import { streams } from '../random/streams';
import type { Network } from './parameter';
import { ParameterList, uniformFanIn } from './parameterList';

/** Expected squared length of what the linear layer sees. */
const squaredLength = 512;

/**
 * A linear classifier, representations h [B, size] to logits [B, classes], behind a fixed shift and scale of each
 * dimension. That leaves it linear, and makes the paper's learning rates fit encoders of any width: they are meant for
 * a ResNet-50, whose h of 2048 numbers has a squared length of some hundreds, while that of a small encoder has a few.
 * @param mean of each dimension of h where training begins; @param scale its inverse standard deviation.
 * @param seed of the first weights, an unsigned 32-bit integer.
 */
export function createStandardizedClassifier(
  { mean, scale }: { readonly mean: Float64Array; readonly scale: Float64Array },
  classes: number,
  seed: number,
): Network<Tensor2D, Tensor2D> {
  const size = mean.length;
  const list = new ParameterList(seed, streams.classifier);
  const weight = list.parameter<Tensor2D>('weight', 'weight', [size, classes], uniformFanIn(size));
  const bias = list.parameter<Tensor1D>('bias', 'bias', [classes], uniformFanIn(size));
  const shift = list.buffer<Tensor1D>('shift', [size], 0);
  const factor = list.buffer<Tensor1D>('factor', [size], 0);
  const unit = Math.sqrt(squaredLength / size);
  tf.tidy(() => {
    shift.assign(tf.tensor1d(Float32Array.from(mean)));
    factor.assign(tf.tensor1d(Float32Array.from(scale, (value) => value * unit)));
  });
  return {
    parameters: list.parameters,
    buffers: list.buffers,
    outputSize: classes,
    apply: (h) => {
      const x = shiftScale(h, shift, factor);
      const logits = dense(x, weight, bias, false);
      release(x);
      return logits;
    },
    dispose: () => {
      list.dispose();
    },
  };
}
