/**
 * Messages of protocol buffers as they are written (https://protobuf.dev/programming-guides/encoding): the kinds of field
 * that ONNX models and TensorBoard's events are made of. A message is a list of parts, so that megabytes of weights are
 * never copied.
 */
export type Parts = readonly Uint8Array[];

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 };

/** A field that holds a whole number from 0 to 2⁵³ − 1. */
export function integerField(field: number, value: number): Parts {
  return [tag(field, wireTypes.varint), varint(value)];
}

/** A field that holds a number of 32 bits: the nearest one. */
export function floatField(field: number, value: number): Parts {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return [tag(field, wireTypes.fixed32), bytes];
}

/** A field that holds a number of 64 bits. */
export function doubleField(field: number, value: number): Parts {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [tag(field, wireTypes.fixed64), bytes];
}

/** A field that holds text, bytes or a message. */
export function bytesField(field: number, value: string | Uint8Array | Parts): Parts {
  const parts =
    typeof value === 'string' ? [Buffer.from(value)] : value instanceof Uint8Array ? [value] : value;
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return [tag(field, wireTypes.lengthDelimited), varint(length), ...parts];
}

function tag(field: number, type: number): Uint8Array {
  return varint(field * 8 + type);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
