import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { util, type DataType, type TensorInfo, type backend_util } from '@tensorflow/tfjs-core';
import type { ComputePool } from './computePool';
import type { SharedHeap } from './sharedHeap';

/** Name under which the backend is registered with tfjs. */
export const CPU_BACKEND = 'simclr-cpu';

type DataId = TensorInfo['dataId'];

/**
 * The CPU backend: tfjs's plain one, so that every operation of tfjs works, with the hot kernels replaced by
 * WebAssembly on a pool of threads. A tensor's values lie in the JavaScript heap until a WebAssembly kernel wants
 * them, then in the shared memory for good; plain kernels read both alike.
 */
export class CpuBackend extends MathBackendCPU {
  private readonly addresses = new Map<DataId, number>();

  constructor(
    readonly heap: SharedHeap,
    readonly pool: ComputePool,
    /** Columns of a packed panel in this build of the kernels. */
    readonly panelColumns: number,
  ) {
    super();
  }

  /** As tfjs's, without its advice to install another backend. */
  override write(values: backend_util.BackendValues, _shape: number[], dtype: DataType): DataId {
    const dataId: DataId = {};
    this.data.set(dataId, { values, dtype, refCount: 1 });
    return dataId;
  }

  /** A new float32 tensor in shared memory, uninitialised. */
  output(shape: number[]): TensorInfo {
    const size = util.sizeFromShape(shape);
    const address = this.heap.allocate(size * 4);
    const dataId: DataId = {};
    this.data.set(dataId, { values: this.heap.floats(address, size), dtype: 'float32', refCount: 1 });
    this.addresses.set(dataId, address);
    return { dataId, shape, dtype: 'float32' };
  }

  /**
   * A new tensor in the memory of one whose last use this is, whose values are lost; in memory of its own where somebody
   * else holds the other, too. To write where one has just read spares the caches a third of the traffic.
   */
  reuse(tensor: TensorInfo): TensorInfo {
    const entry = this.data.get(tensor.dataId);
    const address = this.addresses.get(tensor.dataId);
    if (address === undefined || entry.refCount !== 1) return this.output(tensor.shape);
    const dataId: DataId = {};
    this.data.set(dataId, { ...entry });
    this.addresses.set(dataId, address);
    this.addresses.delete(tensor.dataId);
    entry.values = new Float32Array(0);
    return { dataId, shape: tensor.shape, dtype: 'float32' };
  }

  /** Frees the memory of a tensor whose last use is over, ahead of its disposal; nothing where somebody else holds it. */
  giveUp(tensor: TensorInfo): void {
    const entry = this.data.get(tensor.dataId);
    const address = this.addresses.get(tensor.dataId);
    if (address === undefined || entry.refCount !== 1) return;
    this.addresses.delete(tensor.dataId);
    this.heap.release(address);
    entry.values = new Float32Array(0);
  }

  /** Address of a float32 tensor in shared memory; moves it there first if need be. */
  pointer(tensor: TensorInfo): number {
    const known = this.addresses.get(tensor.dataId);
    if (known !== undefined) return known;
    const entry = this.data.get(tensor.dataId);
    const values = entry.values as Float32Array;
    const address = this.heap.allocate(values.length * 4);
    const view = this.heap.floats(address, values.length);
    view.set(values);
    entry.values = view;
    this.addresses.set(tensor.dataId, address);
    return address;
  }

  /** The values of a float32 tensor, as a view for reading and writing while the tensor lives. */
  values(tensor: TensorInfo): Float32Array {
    return this.data.get(tensor.dataId).values as Float32Array;
  }

  /** Values copied out of shared memory, since the memory behind a view is used again after disposal. */
  override readSync(dataId: DataId): backend_util.BackendValues {
    const values = super.readSync(dataId);
    return this.addresses.has(dataId) ? (values as Float32Array).slice() : values;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force);
    const address = this.addresses.get(dataId);
    if (gone && address !== undefined) {
      this.addresses.delete(dataId);
      this.heap.release(address);
    }
    return gone;
  }

  override memory() {
    return { unreliable: false, reasons: [], usedBytes: this.heap.usedBytes, peakBytes: this.heap.peakBytes };
  }

  /** Ends the pool's threads. */
  override dispose(): void {
    void this.pool.close();
  }
}
