import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';

/** The parts of a CPU backend by which data come and go. */
interface DataOwner {
  write(values: unknown, shape: number[], dtype: DataType): object;
  /** Only on our own CPU backend: a float32 tensor that a kernel is about to fill. */
  output?(shape: number[]): tf.TensorInfo;
  disposeData(dataId: object, force?: boolean): boolean;
}

/**
 * Runs a function on a CPU backend and measures the most bytes held at the end of any kernel, beyond those held
 * before. Buffers are counted, not tensors (`tf.memory().numBytes` counts a buffer once for each tensor that refers
 * to it), and the scratch space of portable kernels, which consist of kernels themselves, is left out unless `scratch`.
 */
export function peakBytes(run: () => void, scratch = false): number {
  const backend = tf.backend() as unknown as DataOwner;
  const engine = tf.engine();
  const { write, output, disposeData } = backend;
  const runKernel = engine.runKernel.bind(engine);
  const sizes = new Map<object, number>();
  let held = 0;
  let peak = 0;
  let depth = 0;

  const count = (dataId: object, shape: number[], dtype: DataType) => {
    const bytes = tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype);
    sizes.set(dataId, bytes);
    held += bytes;
  };
  backend.write = (values, shape, dtype) => {
    const dataId = write.call(backend, values, shape, dtype);
    count(dataId, shape, dtype);
    return dataId;
  };
  if (output) {
    backend.output = (shape) => {
      const tensor = output.call(backend, shape);
      count(tensor.dataId, shape, tensor.dtype);
      return tensor;
    };
  }
  backend.disposeData = (dataId, force) => {
    const gone = disposeData.call(backend, dataId, force);
    if (gone) {
      held -= sizes.get(dataId) ?? 0;
      sizes.delete(dataId);
    }
    return gone;
  };
  engine.runKernel = ((...call: Parameters<typeof runKernel>) => {
    depth++;
    try {
      return runKernel(...call);
    } finally {
      depth--;
      if (scratch || depth === 0) peak = Math.max(peak, held);
    }
  }) as typeof engine.runKernel;
  try {
    run();
  } finally {
    // Uncovers the methods of the classes again.
    for (const method of ['write', 'output']) Reflect.deleteProperty(backend, method);
    Reflect.deleteProperty(backend, 'disposeData');
    Reflect.deleteProperty(engine, 'runKernel');
  }
  return peak;
}
