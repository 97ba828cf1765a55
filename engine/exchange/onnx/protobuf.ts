/**
 * Messages of protocol buffers as they are written (https://protobuf.dev/programming-guides/encoding): the two kinds of
 * field that an ONNX model is made of. A message is a list of parts, so that megabytes of weights are never copied.
 */
export type Parts = readonly Uint8Array[];

/** Wire types: an integer of variable length, and bytes behind their number. */
const varintType = 0;
const bytesType = 2;

/** A field that holds a whole number from 0 to 2⁵³ − 1. */
export function integerField(field: number, value: number): Parts {
  return [varint(field * 8 + varintType), varint(value)];
}

/** A field that holds text, bytes or a message. */
export function bytesField(field: number, value: string | Uint8Array | Parts): Parts {
  const parts =
    typeof value === 'string' ? [Buffer.from(value)] : value instanceof Uint8Array ? [value] : value;
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return [varint(field * 8 + bytesType), varint(length), ...parts];
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
