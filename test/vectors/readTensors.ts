import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

/** Tensors of a vectors file by name. */
export interface TensorFile {
  /** Names in the order of the file. */
  readonly names: readonly string[];
  has(name: string): boolean;
  values(name: string): Float32Array;
  /** A new tensor on the current backend. */
  tensor<T extends tf.Tensor>(name: string): T;
}

/** Opens `<name>.json` (index) and `<name>.bin` (float32) beside this file. */
export function readTensors(name: string): TensorFile {
  const index = JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8')) as Record<
    string,
    { shape: number[]; offset: number }
  >;
  const bytes = readFileSync(join(__dirname, `${name}.bin`));
  const data = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const entry = (key: string) => {
    const found = index[key];
    if (!found) throw new Error(`${name}.json has no tensor ${key}`);
    return found;
  };
  const values = (key: string) => {
    const { shape, offset } = entry(key);
    return data.slice(offset, offset + tf.util.sizeFromShape(shape));
  };
  return {
    names: Object.keys(index),
    has: (key) => key in index,
    values,
    tensor: <T extends tf.Tensor>(key: string) => tf.tensor(values(key), entry(key).shape) as T,
  };
}
