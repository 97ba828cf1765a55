import { Worker } from 'node:worker_threads';
import { assetPath } from '../../assets';
import { kernelNumbers, type KernelName } from './kernelNumbers';
import type { SharedHeap } from './sharedHeap';

/** What a compute worker is started with. */
export interface ComputeWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1; the calling thread is 0. */
  readonly index: number;
}

/** Address of the arguments, as `assembly/pool.ts` has it. */
const ARGUMENTS = 2048;
const FIELDS = 64;
/** Address of the flag that a worker sets when it traps. */
const FAILED = 1024 + 24;

const floatCell = new Float32Array(1);
const bitsCell = new Int32Array(floatCell.buffer);

/** The bits of a float32, to pass it in a kernel's integer fields. */
export function floatBits(value: number): number {
  floatCell[0] = value;
  return bitsCell[0] ?? 0;
}

/** Threads that run kernels together over one shared memory. The caller's thread is one of them. */
export class ComputePool {
  private readonly fields: Int32Array;
  private readonly failed: Int32Array;
  private readonly exports: { run(kernel: number, chunks: number): void; stop(): void };
  private readonly workers: Worker[] = [];

  /**
   * @param module a build of the kernels.
   * @param threads threads in all, at least 1.
   */
  constructor(
    module: WebAssembly.Module,
    private readonly heap: SharedHeap,
    readonly threads: number,
  ) {
    const { memory } = heap;
    const abort = () => {
      throw new Error('a WebAssembly kernel aborted');
    };
    const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
    this.exports = instance.exports as unknown as typeof this.exports;
    this.fields = new Int32Array(memory.buffer, ARGUMENTS, FIELDS);
    this.fields.fill(0);
    this.failed = new Int32Array(memory.buffer, FAILED, 1);
    for (let index = 1; index < threads; index++) {
      const workerData: ComputeWorkerData = { module, memory, index };
      const worker = new Worker(assetPath('computeWorker.js'), { workerData });
      // A caller hears of it from `run`; an event that nobody listened to would end the whole process.
      worker.on('error', () => Atomics.store(this.failed, 0, 1));
      this.workers.push(worker);
    }
  }

  /**
   * Runs `chunks` chunks of a kernel over all threads and returns when all are done.
   * @throws Error when a thread trapped, which is a mistake in a kernel; the pool is of no use then.
   */
  run(kernel: KernelName, chunks: number, fields: readonly number[]): void {
    if (chunks <= 0) return;
    this.fields.set(fields);
    this.exports.run(kernelNumbers[kernel], chunks);
    if (this.failed[0] !== 0) throw new Error(`a compute thread failed in the kernel ${kernel}`);
  }

  /** Scratch of `bytes` for each thread; release it with the heap. `stride` is the bytes from thread to thread. */
  scratch(bytes: number): { address: number; stride: number } {
    const stride = Math.ceil(bytes / 64) * 64;
    return { address: this.heap.allocate(stride * this.threads), stride };
  }

  /** Resolves when every worker has started; before that the caller's thread does the work alone. */
  async ready(): Promise<void> {
    await Promise.all(
      this.workers.map((worker) => new Promise<void>((resolve) => worker.once('online', resolve))),
    );
    // From here on a parked thread must not keep the process alive.
    for (const worker of this.workers) worker.unref();
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    this.exports.stop();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
