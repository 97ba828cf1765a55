import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { FrameReader } from '../../../extension/engine/frameReader';

function framed(number: number, bytes: readonly number[]): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(number, 0);
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, Buffer.from(bytes)]);
}

it('puts frames together, however they are cut, whether asked for before or after', async () => {
  const stream = new PassThrough();
  const reader = new FrameReader(stream);
  const early = reader.take(2);
  const all = Buffer.concat([framed(1, [1, 2, 3, 4, 5]), framed(2, []), framed(3, [6, 7])]);
  for (let at = 0; at < all.length; at += 3) stream.write(all.subarray(at, at + 3));
  expect([...(await early)]).toEqual([]);
  expect([...(await reader.take(1))]).toEqual([1, 2, 3, 4, 5]);
  const last = await reader.take(3);
  expect([...last]).toEqual([6, 7]);
  // It can be moved as it is.
  expect(last.buffer.byteLength).toBe(2);
});

it('does not leave those waiting whose engine has gone', async () => {
  const stream = new PassThrough();
  const waiting = new FrameReader(stream).take(1);
  stream.destroy();
  await expect(waiting).rejects.toThrow('closed');
});
