import type { KernelFunc } from '@tensorflow/tfjs-core';
import { replaceKernels } from '../replaceKernels';
import { GPU_BACKEND } from './gpuBackend';
import { batchNormGrad } from './kernels/batchNormGrad';
import { conv2d, conv2dBackpropFilter, conv2dBackpropInput } from './kernels/conv2d';
import { foldBatchNorm } from './kernels/foldBatchNorm';
import { globalAveragePool, globalAveragePoolGrad } from './kernels/globalAveragePool';
import { dense, denseGrad } from './kernels/dense';
import { probeUpdate } from './kernels/probeUpdate';
import { globalNorm } from './kernels/globalNorm';
import { copyTensors, lossScaleUpdate, restoreSkipped } from './kernels/lossScale';
import { matMul } from './kernels/matMul';
import { maxPool, maxPoolGrad } from './kernels/maxPool';
import { ntXent } from './kernels/ntXent';
import { softmaxResidual } from './kernels/softmaxResidual';
import { parameterUpdates, singleUpdate } from './kernels/parameterUpdates';
import { convAffine, convBatchNorm, convBatchNormGrad } from './kernels/convBatchNorm';

/** The kernels of our own: stock operations of tfjs that training leans on, and the fused ones of `engine/ops`. */
const own: Readonly<Record<string, KernelFunc>> = {
  Conv2D: conv2d,
  Conv2DBackpropInput: conv2dBackpropInput,
  Conv2DBackpropFilter: conv2dBackpropFilter,
  BatchMatMul: matMul,
  MaxPool: maxPool,
  MaxPoolGrad: maxPoolGrad,
  ConvBatchNorm: convBatchNorm,
  ConvBatchNormGrad: convBatchNormGrad,
  BatchNormGrad: batchNormGrad,
  ConvAffine: convAffine,
  FoldBatchNorm: foldBatchNorm,
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

/** Registers the kernels of the GPU backend: ours over tfjs's own, and the portable ones for the rest. */
export function registerGpuKernels(): void {
  replaceKernels(GPU_BACKEND, own);
}
