import { workerData } from 'node:worker_threads';
import type { ComputeWorkerData } from './computePool';

/** A thread of the compute pool: runs chunks until the pool stops. */
const { module, memory, index } = workerData as ComputeWorkerData;
const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => process.abort() } });
const { work, fail } = instance.exports as unknown as { work(index: number): void; fail(): void };
try {
  work(index);
} catch (error) {
  // The caller waits for this thread's chunk and cannot hear an event meanwhile: tell it through the shared memory.
  fail();
  throw error;
}
