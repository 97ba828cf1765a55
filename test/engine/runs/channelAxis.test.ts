import { expect, test } from 'vitest';
import { channelAxis } from '../../../engine/runs/channelAxis';

test.each([
  // PyTorch, and what is neither.
  ['layer1.0.conv1.weight', 'first'],
  ['embeddings', 'first'],
  ['transformer.in_proj_weight', 'first'],
  ['params.proj.weight', 'first'],
  // Flax, with either separator, and Keras.
  ['params/Conv_0/kernel', 'last'],
  ['params.Dense_0.kernel', 'last'],
  ['params/embed/embedding', 'last'],
  ['conv2d/kernel:0', 'last'],
  ['block/depthwise_kernel', 'last'],
  ['mykernels', 'first'],
])('channels of %s lie %s', (name, axis) => {
  expect(channelAxis(name, false)).toBe(axis);
  expect(channelAxis(name, true)).toBe('last');
});
