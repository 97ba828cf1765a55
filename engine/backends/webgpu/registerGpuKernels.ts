import { getKernel, registerKernel, unregisterKernel, type KernelFunc } from '@tensorflow/tfjs-core';
import { registerPortableKernels } from '../../ops/registerPortableKernels';
import { GPU_BACKEND } from './gpuBackend';
import { batchNormGrad } from './kernels/batchNormGrad';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput } from './kernels/conv2d';
import { globalAveragePool, globalAveragePoolGrad } from './kernels/globalAveragePool';
import { dense, denseGrad } from './kernels/dense';
import { probeUpdate } from './kernels/probeUpdate';
import { globalNorm } from './kernels/globalNorm';
import { copyTensors, lossScaleUpdate, restoreSkipped } from './kernels/lossScale';
import { matMul } from './kernels/matMul';
import { ntXent } from './kernels/ntXent';
import { softmaxResidual } from './kernels/softmaxResidual';
import { parameterUpdates, singleUpdate } from './kernels/parameterUpdates';
import { convAffine, convBatchNorm, convBatchNormGrad } from './kernels/convBatchNorm';

/** The kernels of our own: stock operations of tfjs that training leans on, and the fused ones of `engine/ops`. */
const own: Readonly<Record<string, KernelFunc>> = {
  Conv2D: conv2d,
  Conv2DBackpropInput: conv2dBackpropInput,
  Conv2DBackpropFilter: conv2dBackpropFilter,
  ConvBatchNorm: convBatchNorm,
  ConvBatchNormGrad: convBatchNormGrad,
  BatchNormGrad: batchNormGrad,
  ConvAffine: convAffine,
  GlobalAveragePool: globalAveragePool,
  GlobalAveragePoolGrad: globalAveragePoolGrad,
  GlobalNorm: globalNorm,
  Dense: dense,
  DenseGrad: denseGrad,
  ProbeUpdate: probeUpdate,
  NtXent: ntXent,
  SoftmaxResidual: softmaxResidual,
  ParameterUpdates: parameterUpdates,
  MomentumUpdate: singleUpdate('MomentumUpdate'),
  LarsUpdate: singleUpdate('LarsUpdate'),
  AdamUpdate: singleUpdate('AdamUpdate'),
  LossScaleUpdate: lossScaleUpdate,
  CopyTensors: copyTensors,
  RestoreSkipped: restoreSkipped,
};

let registered = false;

/** Registers the kernels of the GPU backend: ours over tfjs's own, and the portable ones for the rest. */
export function registerGpuKernels(): void {
  if (registered) return;
  registered = true;
  const product = getKernel('BatchMatMul', GPU_BACKEND).kernelFunc;
  for (const [kernelName, kernelFunc] of Object.entries({ ...own, BatchMatMul: matMul(product) })) {
    const stock = getKernel(kernelName, GPU_BACKEND) as unknown;
    if (stock) unregisterKernel(kernelName, GPU_BACKEND);
    registerKernel({ kernelName, backendName: GPU_BACKEND, kernelFunc });
  }
  registerPortableKernels(GPU_BACKEND);
}
