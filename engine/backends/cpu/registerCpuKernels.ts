import { getKernelsForBackend, registerKernel, type KernelFunc } from '@tensorflow/tfjs-core';
import { CPU_BACKEND } from './cpuBackend';
import { batchNormGrad } from './kernels/batchNormGrad';
import { convAffine, convBatchNorm } from './kernels/convBatchNorm';
import { convBatchNormGrad } from './kernels/convBatchNormGrad';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput } from './kernels/conv2d';
import { binary } from './kernels/binary';
import { columnReduction } from './kernels/columnReduction';
import { globalAveragePool, globalAveragePoolGrad } from './kernels/globalAveragePool';
import { batchMatMul } from './kernels/matMul';
import { maxPool, maxPoolGrad } from './kernels/maxPool';
import { ntXent } from './kernels/ntXent';
import { softmaxResidual } from './kernels/softmaxResidual';
import { adamUpdate, larsUpdate, momentumUpdate } from './kernels/updates';

/** The kernels of our own: stock operations of tfjs that training leans on, and the fused ones of `engine/ops`. */
const own: Readonly<Record<string, KernelFunc>> = {
  Conv2D: conv2d,
  Conv2DBackpropInput: conv2dBackpropInput,
  Conv2DBackpropFilter: conv2dBackpropFilter,
  BatchMatMul: batchMatMul,
  Add: binary('Add'),
  Sub: binary('Sub'),
  Multiply: binary('Multiply'),
  Sum: columnReduction('Sum'),
  Mean: columnReduction('Mean'),
  ConvBatchNorm: convBatchNorm,
  ConvAffine: convAffine,
  BatchNormGrad: batchNormGrad,
  ConvBatchNormGrad: convBatchNormGrad,
  GlobalAveragePool: globalAveragePool,
  GlobalAveragePoolGrad: globalAveragePoolGrad,
  NtXent: ntXent,
  SoftmaxResidual: softmaxResidual,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGrad,
  MomentumUpdate: momentumUpdate,
  LarsUpdate: larsUpdate,
  AdamUpdate: adamUpdate,
};

/** Registers every kernel of the CPU backend: ours, and tfjs's plain ones for the rest. */
export function registerCpuKernels(): void {
  for (const config of getKernelsForBackend('cpu')) {
    if (!(config.kernelName in own)) registerKernel({ ...config, backendName: CPU_BACKEND });
  }
  for (const [kernelName, kernelFunc] of Object.entries(own)) {
    registerKernel({ kernelName, backendName: CPU_BACKEND, kernelFunc });
  }
}
