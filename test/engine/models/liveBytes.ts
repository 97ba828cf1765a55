import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';

/** The parts of tfjs's plain backend by which data come and go. */
interface DataOwner {
  write(values: unknown, shape: number[], dtype: DataType): object;
  disposeData(dataId: object, force?: boolean): boolean;
}

/**
 * Runs a function on the plain backend and measures the most bytes held at the end of any kernel, beyond those held
 * before. Buffers are counted, not tensors (`tf.memory().numBytes` counts a buffer once for each tensor that refers
 * to it), and the scratch space of portable kernels, which consist of kernels themselves, is left out.
 */
export function peakBytes(run: () => void): number {
  const backend = tf.backend() as unknown as DataOwner;
  const engine = tf.engine();
  const { write, disposeData } = backend;
  const runKernel = engine.runKernel.bind(engine);
  const sizes = new Map<object, number>();
  let held = 0;
  let peak = 0;
  let depth = 0;

  backend.write = (values, shape, dtype) => {
    const dataId = write.call(backend, values, shape, dtype);
    const bytes = tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype);
    sizes.set(dataId, bytes);
    held += bytes;
    return dataId;
  };
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
      if (--depth === 0) peak = Math.max(peak, held);
    }
  }) as typeof engine.runKernel;
  try {
    run();
  } finally {
    // Uncovers the methods of the classes again.
    Reflect.deleteProperty(backend, 'write');
    Reflect.deleteProperty(backend, 'disposeData');
    Reflect.deleteProperty(engine, 'runKernel');
  }
  return peak;
}
