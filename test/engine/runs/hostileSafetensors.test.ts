import { execFileSync } from 'node:child_process';
import fileSystem, { openSync, closeSync, ftruncateSync, writeFileSync, writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../engine/errors';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();

/** A file of this header and so many zeros behind it. */
function file(header: string | Uint8Array, data = 0, length?: bigint): Buffer {
  const text = Buffer.from(header);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([size, text, Buffer.alloc(data)]);
}

const entry = (shape: string, begin: number, end: number) =>
  `{"dtype":"F32","shape":${shape},"data_offsets":[${begin},${end}]}`;

function open(bytes: Uint8Array): SafetensorsFile {
  const path = join(folder(), 'a.safetensors');
  writeFileSync(path, bytes);
  return new SafetensorsFile(path);
}

describe('a hostile header', () => {
  it.each<[string, Buffer, string]>([
    [
      'names a tensor twice',
      file(`{"a":${entry('[1]', 0, 4)},"a":${entry('[1]', 0, 4)}}`, 4),
      'names a twice',
    ],
    [
      'names it twice, once in escapes',
      file(`{"a":${entry('[1]', 0, 4)},"\\u0061":${entry('[1]', 0, 4)}}`, 4),
      'names a twice',
    ],
    [
      'has two shapes',
      file('{"a":{"dtype":"F32","shape":[1],"shape":[2],"data_offsets":[0,8]}}', 8),
      'names shape twice',
    ],
    ['is deep', file('['.repeat(5_000_000)), 'not a JSON object'],
    ['is deep in an entry', file(`{"a":{"shape":[[[1]]]}}`), 'not a JSON object'],
    [
      'has a shape that overflows beside a zero',
      file(`{"a":${entry('[9007199254740991,4,0]', 0, 0)}}`),
      'impossible shape',
    ],
    [
      'has a fraction for a size',
      file(`{"a":${entry('[1.5]', 0, 6)}}`, 6),
      'entry for tensor a is not valid',
    ],
    [
      'has an offset past what numbers hold',
      file(`{"a":${entry('[1]', 2 ** 60, 2 ** 60 + 4)}}`, 4),
      'not valid',
    ],
    [
      'has a type that is none',
      file('{"a":{"dtype":"toString","shape":[],"data_offsets":[0,0]}}'),
      'the type toString',
    ],
    ['begins with a byte order mark', file('\ufeff{}'), 'not a JSON object'],
    ['is no UTF-8', file(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])), 'not a JSON object'],
    ['is said to be longer than the file', file('{}', 0, 50_000_000n), 'ends within its header'],
    ['is said to be longer than any', file('{}', 0, 2n ** 64n - 1n), 'an impossible length'],
    ['is a string without an end', file('{"a'), 'not a JSON object'],
  ])('that %s is refused in a sentence', (_, bytes, reason) => {
    expect(() => open(bytes)).toThrow(UserError);
    expect(() => open(bytes)).toThrow(reason);
  });

  it('does not put a whole long name into the message', () => {
    const long = 'x'.repeat(1_000_000);
    expect(() => open(file(`{"${long}":1}`))).toThrow(/^.{0,600}$/s);
  });

  it('may name a tensor as it likes', () => {
    const names = ['__proto__', 'constructor', 'a"b\\c', '', '😀'];
    const text = names.map((name, at) => `${JSON.stringify(name)}:${entry('[1]', 4 * at, 4 * at + 4)}`);
    const opened = open(file(`{${text.join(',')}}`, 20));
    expect([...opened.entries.keys()]).toEqual(names);
    opened.close();
  });

  it('may hold tensors without numbers', () => {
    const opened = open(
      file(`{"a":${entry('[0,3]', 0, 0)},"b":${entry('[1]', 0, 4)},"c":${entry('[0]', 4, 4)}}`, 4),
    );
    expect([...opened.entries.values()].map(({ shape }) => shape)).toEqual([[0, 3], [1], [0]]);
    opened.close();
  });
});

it.runIf(process.platform === 'linux')('does not wait for a pipe', () => {
  const path = join(folder(), 'pipe.safetensors');
  execFileSync('mkfifo', [path]);
  expect(() => new SafetensorsFile(path)).toThrow('it is not a file');
});

it('opens two gigabytes by their header', () => {
  const path = join(folder(), 'large.safetensors');
  const size = 2 ** 31;
  const descriptor = openSync(path, 'w');
  const head = file(`{"a":${entry(`[${size / 4}]`, 0, size)}}`);
  writeSync(descriptor, head);
  ftruncateSync(descriptor, head.length + size);
  closeSync(descriptor);
  const reading = vi.spyOn(fileSystem, 'readSync');
  // So that named imports are watched too.
  syncBuiltinESMExports();
  const opened = new SafetensorsFile(path);
  const bytes = reading.mock.results.reduce((sum, { value }) => sum + Number(value), 0);
  reading.mockRestore();
  syncBuiltinESMExports();
  expect(bytes).toBe(head.length);
  expect(opened.entries.get('a')?.shape).toEqual([size / 4]);
  opened.close();
});
