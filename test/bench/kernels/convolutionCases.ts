import * as tf from '@tensorflow/tfjs-core';
import { openCpuBackend } from '../../../engine/backends/cpu/openCpuBackend';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
} from '../../../engine/ops/convolutionGradients';
import type { BenchCase } from '../benchCase';
import { benchShapes, operationsOf, type BenchShape } from './convolutionShapes';
import { timeKernel } from './timeKernel';

const passes = ['forward', 'input', 'filter'] as const;
type Pass = (typeof passes)[number];

/** Each convolution of the networks, forward and both gradients, in GFLOP/s. */
export function convolutionCases(threads: number): BenchCase[] {
  return benchShapes.flatMap((shape) =>
    // Nobody asks for the gradient of the images.
    passes
      .filter((pass) => pass !== 'input' || shape.inputs > 3)
      .map((pass) => convolutionCase(shape, pass, threads)),
  );
}

function convolutionCase(shape: BenchShape, pass: Pass, threads: number): BenchCase {
  const { network, images, size, inputs, outputs, filter, stride } = shape;
  const what = `${filter}×${filter}${stride === 2 ? '/2' : ''} ${inputs}→${outputs} @${size}`;
  return {
    name: `conv ${network} ${what} ${pass}`,
    description: `convolution ${what}, ${pass === 'forward' ? 'forward' : `gradient of the ${pass}`}, ${images} images`,
    unit: 'GFLOP/s',
    peer: [
      ...['conv', '--pass', pass, '--threads', String(threads), '--batch', String(images)],
      ...['--size', String(size), '--inputs', String(inputs), '--outputs', String(outputs)],
      ...['--filter', String(filter), '--stride', String(stride)],
    ],
    measure: () => measureConvolution(shape, pass, threads),
  };
}

async function measureConvolution(shape: BenchShape, pass: Pass, threads: number): Promise<number> {
  const { backend } = await openCpuBackend({ threads });
  const { images, size, inputs, outputs, filter, stride } = shape;
  const side = Math.ceil(size / stride);
  const geometry = { stride, pad: filter === 3 ? 1 : 0 };
  const x = tf.randomUniform<tf.Rank.R4>([images, size, size, inputs]);
  const weights = tf.randomUniform<tf.Rank.R4>([filter, filter, inputs, outputs]);
  const dy = tf.randomUniform<tf.Rank.R4>([images, side, side, outputs]);
  const work: Record<Pass, () => tf.Tensor> = {
    forward: () => tf.conv2d(x, weights, stride, geometry.pad, 'NHWC', 1, 'floor'),
    input: () => convolutionInputGradient(dy, weights, x.shape, geometry),
    filter: () => convolutionFilterGradient(x, dy, weights.shape, geometry),
  };
  const seconds = timeKernel(() => {
    work[pass]().dispose();
  });
  tf.dispose([x, weights, dy]);
  backend.dispose();
  return operationsOf(shape) / seconds / 1e9;
}
