import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../gpuBackend';
import { sumThreads } from '../shaders/elementwise';
import { softmaxResidualCode } from '../shaders/softmaxResidual';
import { u32 } from '../uniforms';
import { parts } from './tiles';

/** Kernel `SoftmaxResidual`, see `engine/ops/softmaxResidual.ts`. */
export const softmaxResidual: KernelFunc = ({ inputs, backend }) => {
  const { logits, labels } = inputs as Readonly<Record<'logits' | 'labels', TensorInfo>>;
  return softmaxResiduals(backend as GpuBackend, logits, labels);
};

/** The residuals of logits [rows, classes]. */
export function softmaxResiduals(gpu: GpuBackend, logits: TensorInfo, labels: TensorInfo): TensorInfo {
  const [rows = 0, classes = 0] = logits.shape;
  const out = gpu.output(logits.shape);
  const program = { name: 'softmaxResidual', code: softmaxResidualCode };
  gpu.run(program, [logits, labels, out], [parts(rows, sumThreads)], [u32(rows), u32(classes)]);
  return out;
}
