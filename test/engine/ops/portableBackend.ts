import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerPortableKernels } from '../../../engine/ops/registerPortableKernels';

/** Selects tfjs's plain JavaScript backend with the portable definitions of the fused operations. */
export async function usePortableBackend(): Promise<void> {
  // Keeps tfjs from advertising its native package in the output.
  tf.env().set('IS_NODE', false);
  await tf.setBackend('cpu');
  registerPortableKernels('cpu');
}
