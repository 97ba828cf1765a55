import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { env, util, type backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { createLossScale, type LossScale, type LossScaleSetting } from '../lossScale';
import { emptyPool } from './emptyPool';
import { GpuFailure, GpuMemoryError } from './gpuFailure';
import { GpuPipelines } from './gpuPipelines';
import type { MatrixUnit } from './shaders/matrixUnit';
import { tileFor, type Tile } from './shaders/tiledProduct';
import { bytesOf, type Uniform } from './uniforms';

/** Name under which the backend is registered with tfjs, and under which tfjs registers its own kernels. */
export const GPU_BACKEND = 'webgpu';

/** A compute program in WGSL with an entry point `main`; its bindings are the tensors in turn, then the uniforms. */
export interface GpuProgram {
  /** For errors and for time stamps. */
  readonly name: string;
  readonly code: string;
}

/** Workgroups of a dispatch: so many in a row, that often. */
export type Groups = readonly [count: number, layers?: number];

/** Parts of tfjs's backend that it keeps to itself; the version is pinned. */
interface Internals {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: { has(id: object): boolean; add(id: object): void };
  dispatchCountInPass: number;
  uniformPendingDisposal: GPUBuffer[];
}

/** Owns nothing: see `GpuBackend.reuseAtOnce`. */
const nothing = { has: () => false, add: () => undefined };

/**
 * The GPU backend: tfjs's own, so that every operation of tfjs works, with programs of ours in the same queue where
 * training spends its time.
 */
export class GpuBackend extends WebGPUBackend {
  /** What multiplies in the network's layers; plain arithmetic in float32 without. */
  multiplier: MatrixUnit | null = null;
  /** What gradients are raised by before they are multiplied; null without a multiplier. */
  lossScale: LossScale | null = null;
  /** Workgroups in one direction of a dispatch; more are folded (see `groupIndex`). */
  mostGroups = this.device.limits.maxComputeWorkgroupsPerDimension;
  /** Bytes for what a kernel can make in shares, of which one is in memory at a time. */
  sharesBytes = 32 * 2 ** 20;
  private readonly pipelines: GpuPipelines;
  private readonly failure: GpuFailure;
  /** Ends of the steps that the GPU has not been waited for. */
  private readonly ahead: Promise<unknown>[] = [];

  /** @param name of the GPU, for errors: `info` describes its driver. */
  constructor(device: GPUDevice, info: GPUAdapterInfo, name: string) {
    super(device, info);
    this.pipelines = new GpuPipelines(device);
    this.failure = new GpuFailure(device, name);
    this.reuseAtOnce();
  }

  /** Computes in mixed precision from now on. This backend is the current one. */
  mixPrecision(multiplier: MatrixUnit, lossScale: LossScaleSetting): void {
    this.multiplier = multiplier;
    this.lossScale = createLossScale(lossScale);
  }

  /** What a program that multiplies gradients is given beside its tensors. */
  get scaling(): readonly TensorInfo[] {
    return this.multiplier === null || this.lossScale === null ? [] : [this.lossScale.state];
  }

  /** Tensors that a program can have. */
  get mostBindings(): number {
    return this.device.limits.maxStorageBuffersPerShaderStage;
  }

  /** Bytes of the largest buffer that a program can read, a multiple of 4. */
  get largestBuffer(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    return Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4) * 4;
  }

  /** The tile for a product of so many rows and columns on this device. */
  tileFor(rows: number, columns: number): Tile {
    const tile = tileFor(rows, columns, this.device.limits.maxComputeWorkgroupStorageSize);
    // With what matrix units need beside it, a wider one would not fit where there are 32 KiB.
    return this.multiplier === null ? tile : { rows: tile.rows, columns: 64 };
  }

  /** A new float32 tensor in the GPU's memory, uninitialised. */
  output(shape: number[]): TensorInfo {
    const output = this.makeTensorInfo(shape, 'float32');
    this.uploadToGPU(output.dataId);
    return output;
  }

  /**
   * New tensors of so many values each, as `output` makes them; null where the GPU has no room for all of them and for
   * `spare` bytes beside them, which is no failure then.
   */
  async tryOutputs(sizes: readonly number[], spare = 0): Promise<TensorInfo[] | null> {
    const made: TensorInfo[] = [];
    const most = this.largestBuffer / 4;
    const enough = await this.failure.hasRoomFor(() => {
      for (const size of sizes) made.push(this.output([size]));
      for (let left = Math.ceil(spare / 4); left > 0; left -= most)
        made.push(this.output([Math.min(left, most)]));
    });
    for (const tensor of made.splice(enough ? sizes.length : 0)) this.free(tensor);
    return enough ? made : null;
  }

  /** Gives the memory of a tensor back to the GPU; disposing of it would keep it for others of its size. */
  free({ dataId }: TensorInfo): void {
    const data = this.tensorMap.get(dataId);
    const buffer = data.resource as GPUBuffer;
    // Commands that use it have to be with the GPU before it goes.
    this.flush();
    delete data.resource;
    this.disposeData(dataId);
    this.bufferManager.releaseBuffer(buffer, false);
  }

  /**
   * The memory of a tensor as a new one, for a program that has overwritten it in place: the old tensor is as good as
   * disposed of. Where somebody else holds it too, both see what was written.
   */
  takeOver({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    const old = this.tensorMap.get(dataId);
    const taken = this.makeTensorInfo(shape, dtype);
    this.tensorMap.get(taken.dataId).resource = old.resource as GPUBuffer;
    // What is from outside is not released with its tensor.
    old.external = true;
    return taken;
  }

  /**
   * Writes bytes into the memory of a tensor, from `offset` on, after everything that has been queued so far.
   * Both lengths are multiples of 4.
   */
  overwrite({ dataId }: TensorInfo, bytes: Uint8Array<ArrayBuffer>, offset = 0): void {
    this.flush();
    this.queue.writeBuffer(this.tensorMap.get(dataId).resource as GPUBuffer, offset, bytes);
  }

  /** Queues a program over tensors, which are brought to the GPU where they are not. */
  run(
    program: GpuProgram,
    tensors: readonly TensorInfo[],
    [count, layers = 1]: Groups,
    uniforms: readonly Uniform[] = [],
  ): void {
    const compiled = this.pipelines.get(program);
    // Bringing a tensor over ends the pass.
    for (const { dataId } of tensors) this.uploadToGPU(dataId);
    if (compiled === null) return;
    const { pipeline, layout } = compiled;
    const buffers = tensors.map(({ dataId }) => this.tensorMap.get(dataId).resource as GPUBuffer);
    if (uniforms.length > 0) buffers.push(this.uniformBuffer(uniforms));
    const bindGroup = this.device.createBindGroup({
      layout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const internals = this as unknown as Internals;
    this.ensureCommandEncoderReady();
    internals.computePassEncoder ??= internals.commandEncoder?.beginComputePass() ?? null;
    const pass = internals.computePassEncoder;
    if (pass === null) throw new Error('the GPU takes no commands');
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(Math.min(count, this.mostGroups), Math.ceil(count / this.mostGroups), layers);
    if (++internals.dispatchCountInPass >= dispatchesPerSubmit) {
      this.endComputePassEncoder();
      this.submitQueue();
    }
  }

  override submitQueue(): void {
    super.submitQueue();
    this.reuseAtOnce();
  }

  /**
   * Compiles what `act` will run, side by side, and makes room for its tensors; nothing is computed. So a person sees how
   * far it has come, and memory that does not suffice shows before the run has begun. Tensors that come of it hold
   * nothing.
   * @throws GpuMemoryError where there is not enough.
   */
  async prepare(act: () => void, onProgress: (done: number, total: number) => void): Promise<void> {
    const noted = this.pipelines.note(() => {
      env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
      try {
        act();
      } finally {
        env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
      }
    });
    await this.pipelines.compile(noted, onProgress);
    await this.checkCompileCompletionAsync();
    await this.settle();
  }

  /**
   * Gives what is queued to the GPU, and waits while it is more than a step behind: a trainer that ran ahead of it would
   * be heard late, and its batches would pile up.
   * @throws what has gone wrong on the GPU.
   */
  async keepUp(): Promise<void> {
    this.flush();
    this.ahead.push(this.queue.onSubmittedWorkDone());
    if (this.ahead.length > stepsAhead) await this.ahead.shift();
    this.failure.check();
  }

  /**
   * Gives what is queued to the GPU, and waits until all of it is done.
   * @throws what has gone wrong on the GPU.
   */
  async settle(): Promise<void> {
    this.flush();
    await this.queue.onSubmittedWorkDone();
    this.failure.check();
  }

  /**
   * Gives the memory back to the GPU that is kept for tensors of the sizes that there have been.
   * @throws what has gone wrong on the GPU.
   */
  async freeUnused(): Promise<void> {
    await this.settle();
    emptyPool(this);
  }

  /**
   * Makes the backend usable again after work whose tensors are all disposed of has run out of memory: what is kept for
   * reuse goes back to the GPU, and the want of memory is taken back.
   */
  async recoverMemory(): Promise<void> {
    this.flush();
    await this.queue.onSubmittedWorkDone();
    // Errors come a turn later than the work is done.
    await new Promise(setImmediate);
    emptyPool(this);
    this.failure.forgiveMemory();
  }

  override async read(dataId: TensorInfo['dataId']): Promise<backend_util.BackendValues> {
    try {
      const values = await super.read(dataId);
      this.failure.check();
      return values;
    } catch (error) {
      // A device that has failed rejects with words for nobody, and says why a turn later.
      await new Promise(setImmediate);
      this.failure.check();
      throw error;
    }
  }

  override uploadToGPU(dataId: TensorInfo['dataId']): void {
    const { shape, resource } = this.tensorMap.get(dataId);
    if (!resource && 4 * util.sizeFromShape(shape) > this.largestBuffer) throw new GpuMemoryError();
    try {
      super.uploadToGPU(dataId);
    } catch (error) {
      // How Dawn says that there is no memory that the CPU could write.
      throw error instanceof RangeError ? new GpuMemoryError() : error;
    }
  }

  override dispose(): void {
    this.lossScale?.state.dispose();
    super.dispose();
    this.device.destroy();
  }

  private flush(): void {
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    this.submitQueue();
  }

  private uniformBuffer(uniforms: readonly Uniform[]): GPUBuffer {
    const bytes = bytesOf(uniforms);
    const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
    const buffer = this.bufferManager.acquireBuffer(bytes.byteLength, usage);
    this.queue.writeBuffer(buffer, 0, bytes);
    (this as unknown as Internals).uniformPendingDisposal.push(buffer);
    return buffer;
  }

  /**
   * Gives the memory of a tensor back as soon as it is disposed of. tfjs waits until the commands that use it are
   * submitted, but commands run in the order in which they are queued: whoever gets the memory next comes after them.
   * Without this a step needs the memory of all that it ever makes between two submits.
   */
  private reuseAtOnce(): void {
    (this as unknown as Internals).commandQueueOwnedIds = nothing;
  }
}

/** Dispatches after which the queue is given to the GPU: enough to hide the cost, and few enough to leave it usable. */
const dispatchesPerSubmit = 16;

/** Steps that may be queued while the GPU is at work on one. */
const stepsAhead = 2;

/** Number of values in a tensor. */
export function sizeOf({ shape }: TensorInfo): number {
  return util.sizeFromShape(shape);
}
