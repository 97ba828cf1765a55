import { decodeElements } from './decodeElements';
import type { SafetensorsFile } from './readSafetensors';
import { elementSizes, type SafetensorsEntry } from './safetensorsFormat';

/** Elements of a slice: a megabyte of float64, some milliseconds of reading and counting. */
export const sliceElements = 1 << 17;

/** Some numbers of a tensor, in row-major order. */
export interface TensorSlice {
  /** Index of the first. */
  readonly start: number;
  /** Filled anew for the next slice. */
  readonly values: Float64Array;
}

/** Reads a tensor in slices, so that no more than one of them is in memory. */
export function* tensorSlices(
  file: Pick<SafetensorsFile, 'readPart'>,
  entry: SafetensorsEntry,
): Generator<TensorSlice> {
  const size = elementSizes[entry.type];
  const count = (entry.end - entry.begin) / size;
  const most = Math.min(count, sliceElements);
  const bytes = new Uint8Array(most * size);
  const numbers = new Float64Array(most);
  for (let start = 0; start < count; start += most) {
    const part = bytes.subarray(0, Math.min(most, count - start) * size);
    file.readPart(entry, start * size, part);
    yield { start, values: numbers.subarray(0, decodeElements(entry.type, part, numbers)) };
  }
}
