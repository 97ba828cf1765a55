import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { floatBits } from '../computePool';
import type { CpuBackend } from '../cpuBackend';

/** A multiple of four, so that chunks do not overlap. */
const ELEMENTS_PER_CHUNK = 16384;

/** MomentumUpdate of `engine/ops`: inputs {w, g, v}, result [w', v']. */
export const momentumUpdate: KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
  const backend = anyBackend as CpuBackend;
  const { w, g, v } = inputs as Record<'w' | 'g' | 'v', TensorInfo>;
  const { learningRate, momentum, nesterov, weightDecay } = attrs as unknown as {
    learningRate: number;
    momentum: number;
    nesterov: boolean;
    weightDecay: number;
  };
  const [newW, newV] = [backend.output([...w.shape]), backend.output([...w.shape])];
  const size = w.shape.reduce((product, side) => product * side, 1);
  backend.pool.run('momentumUpdate', Math.ceil(size / ELEMENTS_PER_CHUNK), [
    backend.pointer(w),
    backend.pointer(g),
    backend.pointer(v),
    backend.pointer(newW),
    backend.pointer(newV),
    size,
    ELEMENTS_PER_CHUNK,
    floatBits(learningRate),
    floatBits(momentum),
    floatBits(weightDecay),
    nesterov ? 1 : 0,
  ]);
  return [newW, newV];
};
