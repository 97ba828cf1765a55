import { elementSizes, type SafetensorsType } from './safetensorsFormat';

/**
 * Writes the numbers that `bytes` hold into `target`, from its start. Every type is exact but 64-bit integers past
 * 2^53, which are rounded. Needs a little-endian machine, as the format does.
 * @param bytes whole elements; from the start of its buffer.
 * @returns how many numbers there are.
 */
export function decodeElements(type: SafetensorsType, bytes: Uint8Array, target: Float64Array): number {
  const count = bytes.length / elementSizes[type];
  decoders[type](bytes, target, count);
  return count;
}

type Decoder = (bytes: Uint8Array, target: Float64Array, count: number) => void;
type Numbers = { readonly [index: number]: number; readonly length: number };

/** How the numbers of each type are read. */
const decoders: Readonly<Record<SafetensorsType, Decoder>> = {
  BOOL: (bytes, target) => target.set(bytes),
  U8: (bytes, target) => target.set(bytes),
  I8: as(Int8Array),
  I16: as(Int16Array),
  U16: as(Uint16Array),
  I32: as(Int32Array),
  U32: as(Uint32Array),
  F32: as(Float32Array),
  F64: as(Float64Array),
  I64: wide(Int32Array),
  U64: wide(Uint32Array),
  BF16: (bytes, target, count) => {
    const words = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
    const bits = new Uint32Array(1);
    const value = new Float32Array(bits.buffer);
    for (let i = 0; i < count; i++) {
      bits[0] = (words[i] ?? 0) << 16;
      target[i] = value[0] ?? 0;
    }
  },
  F16: byTable(Uint16Array, () => smallFloats({ exponent: 5, mantissa: 10, infinite: true })),
  F8_E5M2: byTable(Uint8Array, () => smallFloats({ exponent: 5, mantissa: 2, infinite: true })),
  F8_E4M3: byTable(Uint8Array, () => smallFloats({ exponent: 4, mantissa: 3, infinite: false })),
};

interface View {
  new (buffer: ArrayBufferLike, offset: number, length: number): Numbers & ArrayLike<number>;
}

function as(Type: View): Decoder {
  return (bytes, target, count) => target.set(new Type(bytes.buffer, bytes.byteOffset, count));
}

/** Two halves: the low one without a sign, the high one as `High` has it. */
function wide(High: View): Decoder {
  return (bytes, target, count) => {
    const low = new Uint32Array(bytes.buffer, bytes.byteOffset, 2 * count);
    const high = new High(bytes.buffer, bytes.byteOffset, 2 * count);
    for (let i = 0; i < count; i++) target[i] = (high[2 * i + 1] ?? 0) * 2 ** 32 + (low[2 * i] ?? 0);
  };
}

function byTable(Type: View, make: () => Float64Array): Decoder {
  let table: Float64Array | null = null;
  return (bytes, target, count) => {
    const values = (table ??= make());
    const codes = new Type(bytes.buffer, bytes.byteOffset, count);
    for (let i = 0; i < count; i++) target[i] = values[codes[i] ?? 0] ?? 0;
  };
}

/** A binary float with a sign, so many bits of exponent and of mantissa. */
interface SmallFloat {
  readonly exponent: number;
  readonly mantissa: number;
  /**
   * As IEEE 754 has it, where the largest exponent is of infinity and NaN; else it is of numbers too, and only all
   * ones are NaN (the "fn" formats of Micikevicius et al., FP8 Formats for Deep Learning, 2022).
   */
  readonly infinite: boolean;
}

/** The number of every code. */
function smallFloats({ exponent: exponentBits, mantissa: mantissaBits, infinite }: SmallFloat): Float64Array {
  const bias = 2 ** (exponentBits - 1) - 1;
  const last = 2 ** exponentBits - 1;
  const steps = 2 ** mantissaBits;
  return Float64Array.from({ length: 2 * 2 ** exponentBits * steps }, (_, code) => {
    const mantissa = code % steps;
    const exponent = Math.floor(code / steps) % (last + 1);
    const sign = code < (last + 1) * steps ? 1 : -1;
    if (exponent === last) {
      if (infinite) return mantissa === 0 ? sign * Infinity : NaN;
      if (mantissa === steps - 1) return NaN;
    }
    if (exponent === 0) return sign * (mantissa / steps) * 2 ** (1 - bias);
    return sign * (1 + mantissa / steps) * 2 ** (exponent - bias);
  });
}
