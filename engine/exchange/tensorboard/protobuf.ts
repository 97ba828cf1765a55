/** Wire types of protocol buffers: protobuf.dev/programming-guides/encoding. */
const wire = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 };

/** A message of the fields given, in that order. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A field of type int32 or int64; `value` from 0 to 2⁵³ − 1. */
export function integerField(number: number, value: number): Uint8Array {
  return Buffer.concat([tag(number, wire.varint), varint(value)]);
}

/** A field of type float: the nearest number of 32 bits. */
export function floatField(number: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(number, wire.fixed32), bytes]);
}

/** A field of type double. */
export function doubleField(number: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(number, wire.fixed64), bytes]);
}

/** A field of type string, bytes or of a message. */
export function bytesField(number: number, value: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(value);
  return Buffer.concat([tag(number, wire.lengthDelimited), varint(bytes.length), bytes]);
}

function tag(number: number, type: number): Uint8Array {
  return varint(number * 8 + type);
}

/** Seven bits a byte, the lowest first; all bytes but the last have their highest bit set. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Uint8Array.from([...bytes, value]);
}
