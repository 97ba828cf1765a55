import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { portableKernels, registerPortableKernels } from '../../../engine/ops/registerPortableKernels';

const backendName = 'has-its-own-nt-xent';

afterEach(() => {
  for (const { kernelName } of portableKernels) tf.unregisterKernel(kernelName, backendName);
});

it('leaves the kernels that a backend has registered, and adds the rest', () => {
  const own: tf.KernelFunc = () => [];
  tf.registerKernel({ kernelName: 'NtXent', backendName, kernelFunc: own });
  registerPortableKernels(backendName);
  expect(tf.getKernel('NtXent', backendName).kernelFunc).toBe(own);
  for (const { kernelName, kernelFunc } of portableKernels) {
    if (kernelName !== 'NtXent') expect(tf.getKernel(kernelName, backendName).kernelFunc).toBe(kernelFunc);
  }
});
