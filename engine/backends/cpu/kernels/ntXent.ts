import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { minimumNorm } from '../../../ops/pairLoss';
import { floatBits } from '../computePool';
import type { CpuBackend } from '../cpuBackend';
import { pack } from './convolve';

/** Rows of similarities that a thread holds at once, as `assembly/ntXent.ts` has it. */
const ROWS = 6;

const padded = (size: number) => Math.ceil(size / 16) * 16;

/** NtXent of `engine/ops`: z [2N, D] to [loss, contrastive accuracy, gradient [2N, D]], in O(N) memory. */
export const ntXent: KernelFunc = ({ inputs, attrs, backend: anyBackend }) => {
  const backend = anyBackend as CpuBackend;
  const { z } = inputs as { z: TensorInfo };
  const { temperature, normalize } = attrs as unknown as { temperature: number; normalize: boolean };
  const [views = 0, size = 0] = z.shape;
  const chunks = Math.ceil(views / ROWS);
  const { heap, pool } = backend;

  let unit = backend.pointer(z);
  const norms = normalize ? heap.allocate(views * 4) : 0;
  if (normalize) {
    unit = heap.allocate(views * size * 4);
    pool.run('normalizeRows', chunks, [backend.pointer(z), unit, norms, views, size, floatBits(minimumNorm)]);
  }
  const columns = pack(backend, unit, size, views, true);
  const logSums = heap.allocate(views * 4);
  const results = heap.allocate(2 * views * 4);
  const scratch = pool.scratch(ROWS * (padded(views) + padded(size)) * 4);
  const gradient = backend.output([views, size]);
  const shared = [unit, columns, logSums, results, views, size, floatBits(1 / temperature)];
  pool.run('ntXentLoss', chunks, [...shared, scratch.address, scratch.stride]);
  const rows = pack(backend, unit, views, size);
  const more = [scratch.address, scratch.stride, rows, norms, backend.pointer(gradient)];
  pool.run('ntXentGradient', chunks, [...shared, ...more]);

  const all = heap.floats(results, 2 * views);
  let loss = 0;
  let hits = 0;
  for (let i = 0; i < views; i++) {
    loss += all[i] ?? 0;
    hits += all[views + i] ?? 0;
  }
  const released = [columns, rows, logSums, results, scratch.address];
  if (normalize) released.push(unit, norms);
  for (const address of released) heap.release(address);
  return [scalar(backend, loss / views), scalar(backend, hits / views), gradient];
};

function scalar(backend: CpuBackend, value: number): TensorInfo {
  return backend.makeTensorInfo([], 'float32', Float32Array.of(value));
}
