/** Pieces that a header may be given, or lose. */
const pieces = [
  ...['{', '}', '[', ']', '"', ',', ':', '\\', '\\u0000', '__proto__', '__metadata__', 'null', 'true', '""'],
  ...['0', '-1', '1e3', '1.5', '1e400', '9007199254740993', '18446744073709551615', 'F64', 'BOOL', '\ufeff'],
  ...['{"a":{}}', '[[[[[[', '"data_offsets":[0,8]', '"shape":[0,4294967296,4294967296]'],
];

/** Numbers from 0 to 2^32, always the same ones (xorshift). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** One to four changes of a sound safetensors file: bits, bytes, cuts, repetitions, lengths, pieces of JSON. */
export function mutated(sound: Buffer, random: (below: number) => number): Buffer {
  let bytes: Buffer = Buffer.from(sound);
  for (let changes = 1 + random(4); changes > 0; changes--) {
    const header = Math.min(bytes.length, Number(bytes.length >= 8 ? bytes.readUInt32LE(0) : 0) + 8);
    const at = random(Math.max(1, random(4) === 0 ? bytes.length : header));
    const end = Math.min(bytes.length, at + random(16));
    const piece = Buffer.from(pieces[random(pieces.length)] ?? '');
    switch (random(7)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        bytes[at] = random(256);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
        break;
      case 4:
        if (bytes.length >= 8) bytes.writeBigUInt64LE(BigInt(random(2 ** 32)) << BigInt(random(33)));
        break;
      // A header that is as long as it says comes further than one that is not.
      default: {
        const text = Buffer.concat([bytes.subarray(8, at), piece, bytes.subarray(end, header)]);
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(text.length));
        bytes = Buffer.concat([length, text, bytes.subarray(header)]);
      }
    }
  }
  return bytes;
}
