import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';
import { batchNormGrad, sumBatchNorm, type BatchNormGradInputs } from './batchNormGrad';
import { blockShape, type BlockAttributes } from './convBatchNorm';
import { filterGradient } from './filterGradient';
import { inputGradient } from './inputGradient';
import { backwardByGroups, suitsGroups } from './winogradBackward';

/**
 * ConvBatchNormGrad of `engine/ops`: [dFilter, dGamma, dBeta, dResidual?, dX?]. Its dy, out and conv are used up. Where
 * the convolution suits it, everything after the sums is one pass.
 */
export const convBatchNormGrad: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const inputs = params.inputs as BatchNormGradInputs & Record<'x' | 'filter', TensorInfo>;
  const attrs = params.attrs as unknown as BlockAttributes & { hasResidual: boolean; inputGradient: boolean };
  const { x, filter, out, conv } = inputs;
  const shape = blockShape(x, filter, attrs);

  if (attrs.inputGradient && suitsGroups(shape)) {
    const { dGamma, dBeta, fields, coefficients } = sumBatchNorm(backend, inputs, attrs);
    const { dFilter, dX, dResidual } = backwardByGroups(backend, shape, inputs, fields, attrs.hasResidual);
    backend.heap.release(coefficients);
    return [dFilter, dGamma, dBeta, ...(dResidual ? [dResidual] : []), dX];
  }
  const [dConv, ...others] = batchNormGrad(params) as [TensorInfo, ...TensorInfo[]];
  backend.giveUp(conv);
  if (attrs.relu) backend.giveUp(out);
  const dX = attrs.inputGradient ? [inputGradient(backend, dConv, filter, shape)] : [];
  const dFilter = filterGradient(backend, x, dConv, shape);
  backend.disposeData(dConv.dataId);
  return [dFilter, ...others, ...dX];
};
