import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { crc32c, maskedCrc32c } from '../../../engine/exchange/tensorboard/crc32c';
import { imageEvent, scalarEvent, versionEvent } from '../../../engine/exchange/tensorboard/event';
import { record } from '../../../engine/exchange/tensorboard/record';

/** Made by TensorBoard's own writer: see make_tensorboard.py. */
const vectors = z
  .object({
    start: z.number(),
    png: z.string(),
    file: z.string(),
    lines: z.array(
      z.object({ step: z.number(), time: z.number(), values: z.record(z.string(), z.number()) }),
    ),
    checksums: z.array(z.object({ bytes: z.string(), crc32c: z.number(), masked: z.number() })),
  })
  .parse(JSON.parse(readFileSync('test/vectors/tensorboard.json', 'utf8')));

it('sums up as RFC 3720, appendix B.4, does', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32c(ascending)).toBe(0x46dd794e);
  expect(crc32c(ascending.toReversed())).toBe(0x113fdb5c);
});

it('sums up and masks as TensorBoard does', () => {
  for (const { bytes, ...sums } of vectors.checksums) {
    const data = Buffer.from(bytes, 'hex');
    expect({ crc32c: crc32c(data), masked: maskedCrc32c(data) }).toEqual(sums);
  }
});

it('writes version, image and scalars to the byte as TensorBoard’s writer', () => {
  const { start, png, lines } = vectors;
  const picture = { png: Buffer.from(png, 'base64'), width: 1, height: 1 };
  const ours = [
    versionEvent(start),
    imageEvent({ wallTime: start, step: 1 }, 'samples/pairs', picture),
    ...lines.map(({ step, time, values }) =>
      scalarEvent({ wallTime: start + time, step }, Object.entries(values)),
    ),
  ];
  expect(Buffer.concat(ours.map(record)).toString('base64')).toBe(vectors.file);
});
