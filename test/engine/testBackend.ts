import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { openCpuBackend } from '../../engine/backends/cpu/openCpuBackend';
import { cpuBuilds } from '../../engine/backends/cpu/cpuBuilds';
import { registerPortableKernels } from '../../engine/ops/registerPortableKernels';

/**
 * Selects the backend that this run of the tests is about (see `projects` in vitest.config.mjs): tfjs's plain JavaScript
 * one with the portable definitions of the fused operations, or a build of the CPU backend.
 */
export async function useTestBackend(): Promise<void> {
  // Keeps tfjs from advertising its native package in the output.
  tf.env().set('IS_NODE', false);
  const build = cpuBuilds.find(({ name }) => name === process.env['SIMCLR_TEST_BUILD']);
  if (build) {
    await openCpuBackend({ build: build.name, threads: 2 });
    return;
  }
  await tf.setBackend('cpu');
  registerPortableKernels('cpu');
}
