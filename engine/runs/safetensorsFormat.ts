/** Bytes of one element, for every type that the format defines. */
export const elementSizes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;

/** Element type of a tensor in a safetensors file. */
export type SafetensorsType = keyof typeof elementSizes;

/** A tensor in a safetensors file: where it lies and what it is. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly type: SafetensorsType;
  readonly shape: readonly number[];
  /** Offsets in bytes from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

/** The file begins with the header's length: an unsigned 64-bit integer, little endian. */
export const lengthBytes = 8;

/** Longest header that readers of the format accept, in bytes. */
export const maxHeaderBytes = 100_000_000;

/** Key of the header under which free text is kept. */
export const metadataKey = '__metadata__';

/** Number of elements of a tensor of this shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
