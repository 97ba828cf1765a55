import * as tf from '@tensorflow/tfjs-core';
import { adamUpdateKernel } from './adamUpdate';
import { copyTensorsKernel } from './copyTensors';
import { lossScaleUpdateKernel } from './lossScaleUpdate';
import { restoreSkippedKernel } from './restoreSkipped';
import { batchNormGradKernel } from './batchNormGrad';
import { convBatchNormGradKernel } from './convBatchNormGrad';
import { convAffineKernel } from './convAffine';
import { convBatchNormKernel } from './convBatchNorm';
import { foldBatchNormKernel } from './foldBatchNorm';
import { globalAveragePoolGradKernel, globalAveragePoolKernel } from './globalAveragePool';
import { globalNormKernel } from './globalNorm';
import { larsUpdateKernel } from './larsUpdate';
import { momentumUpdateKernel } from './momentumUpdate';
import { decoupledNtXentKernel } from './decoupledNtXent';
import { marginTripletKernel } from './marginTriplet';
import { ntLogisticKernel } from './ntLogistic';
import { ntXentKernel } from './ntXent';
import { parameterUpdatesKernel } from './parameterUpdates';
import { denseGradKernel, denseKernel } from './dense';
import { probeUpdateKernel } from './probeUpdate';
import { softmaxResidualKernel } from './softmaxResidual';
import type { PortableKernel } from './portableKernel';

/** The fused operations' definitions; a backend may have a kernel of its own for each. */
export const portableKernels: readonly PortableKernel[] = [
  convBatchNormKernel,
  batchNormGradKernel,
  convBatchNormGradKernel,
  convAffineKernel,
  foldBatchNormKernel,
  globalAveragePoolKernel,
  globalAveragePoolGradKernel,
  ntXentKernel,
  ntLogisticKernel,
  marginTripletKernel,
  decoupledNtXentKernel,
  momentumUpdateKernel,
  adamUpdateKernel,
  larsUpdateKernel,
  softmaxResidualKernel,
  globalNormKernel,
  denseKernel,
  denseGradKernel,
  probeUpdateKernel,
  parameterUpdatesKernel,
  lossScaleUpdateKernel,
  copyTensorsKernel,
  restoreSkippedKernel,
];

/**
 * Gives a backend the portable kernel of each fused operation for which it has registered none. Call it once for
 * each backend, after the backend's own kernels are registered.
 * @param backendName the name under which tfjs knows the backend: `cpu`, `webgpu`, …
 */
export function registerPortableKernels(backendName: string): void {
  for (const kernel of portableKernels) {
    const existing = tf.getKernel(kernel.kernelName, backendName) as tf.KernelConfig | undefined;
    if (!existing) tf.registerKernel({ ...kernel, backendName });
  }
}
