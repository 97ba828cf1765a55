import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { CpuBackend } from '../cpuBackend';

/** SoftmaxResidual of `engine/ops`: a few thousand numbers a step, not worth the threads. */
export const softmaxResidual: KernelFunc = (params) => {
  const backend = params.backend as CpuBackend;
  const { logits, labels } = params.inputs as Record<'logits' | 'labels', TensorInfo>;
  const classes = logits.shape[1] ?? 1;
  const [scores, wanted] = [backend.values(logits), backend.values(labels)];
  const labelled = wanted.reduce((count, label) => count + (label >= 0 ? 1 : 0), 0);
  const out = backend.output(logits.shape);
  const residual = backend.values(out);
  residual.fill(0);
  wanted.forEach((label, row) => {
    if (label < 0) return;
    const at = row * classes;
    const own = scores.subarray(at, at + classes);
    const highest = own.reduce((most, score) => Math.max(most, score), -Infinity);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += residual[at + c] = Math.exp((own[c] ?? 0) - highest);
    for (let c = 0; c < classes; c++) {
      const target = c === label ? 1 : 0;
      residual[at + c] = ((residual[at + c] ?? 0) / sum - target) / labelled;
    }
  });
  return out;
};
