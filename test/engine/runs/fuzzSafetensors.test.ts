import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../engine/errors';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import vectors from '../../vectors/safetensors.json';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

const files = 10_000;
/** Pieces that a header may be given, or lose. */
const pieces = [
  ...['{', '}', '[', ']', '"', ',', ':', '\\', '\\u0000', '__proto__', '__metadata__', 'null', 'true', '""'],
  ...['0', '-1', '1e3', '1.5', '1e400', '9007199254740993', '18446744073709551615', 'F64', 'BOOL', '\ufeff'],
  ...['{"a":{}}', '[[[[[[', '"data_offsets":[0,8]', '"shape":[0,4294967296,4294967296]'],
];

/** Numbers from 0 to 2^32, always the same ones (xorshift). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** One to four changes of a sound file: bits, bytes, cuts, repetitions, lengths, pieces of JSON. */
function mutated(sound: Buffer, random: (below: number) => number): Buffer {
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

it('opens, or refuses in a sentence, whatever has become of a file', () => {
  const path = join(folder(), 'fuzz.safetensors');
  const descriptor = openSync(path, 'w');
  const sound = vectors.valid.map(({ file }) => Buffer.from(file, 'base64'));
  const random = seeded(20_260_314);
  const reasons = new Set<string>();
  let opened = 0;
  let slowest = 0;
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let round = 0; round < files; round++) {
    const bytes = mutated(sound[round % sound.length] ?? Buffer.alloc(0), random);
    ftruncateSync(descriptor, bytes.length);
    writeSync(descriptor, bytes, 0, bytes.length, 0);
    const began = performance.now();
    try {
      const file = new SafetensorsFile(path);
      opened++;
      try {
        for (const entry of file.entries.values()) {
          expect(entry.end).toBeLessThanOrEqual(bytes.length);
          file.readBytes(entry);
        }
      } finally {
        file.close();
      }
    } catch (error) {
      if (!(error instanceof UserError))
        throw new Error(`round ${round}: ${String(error)}`, { cause: error });
      reasons.add(error.message.replace(/.*safetensors file: /, '').replace(/[\d"].*|tensor .*? /g, ''));
    }
    slowest = Math.max(slowest, performance.now() - began);
    if (round % 100 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  closeSync(descriptor);
  // Mutations that all fail at the first check, or none of them, would prove nothing.
  expect(opened).toBeGreaterThan(100);
  expect(opened).toBeLessThan(files / 2);
  expect(reasons.size).toBeGreaterThan(8);
  expect(slowest).toBeLessThan(2000);
  // Far less than the gigabytes that some of the headers ask for.
  expect(most).toBeLessThan(200_000_000);
}, 30_000);
