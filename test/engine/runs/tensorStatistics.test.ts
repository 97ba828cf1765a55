import { openSync, closeSync, ftruncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeElements } from '../../../engine/runs/decodeElements';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import type { SafetensorsType } from '../../../engine/runs/safetensorsFormat';
import { tensorDifference } from '../../../engine/runs/tensorDifference';
import { sliceElements, tensorSlices } from '../../../engine/runs/tensorSlices';
import {
  tensorStatistics,
  type ChannelAxis,
  type TensorStatistics,
} from '../../../engine/runs/tensorStatistics';
import vectors from '../../vectors/tensor-statistics.json';
import { temporaryFolder } from './temporaryFolder';

const folder = temporaryFolder();
const pause = () => Promise.resolve();

/** The numbers of a tensor, in slices of a few. */
function* sliced(values: Float64Array, size = 7) {
  for (let start = 0; start < values.length; start += size) {
    yield { start, values: values.subarray(start, start + size) };
  }
}

function decode(type: SafetensorsType, bytes: Uint8Array): Float64Array {
  const copy = new Uint8Array(bytes);
  const target = new Float64Array(copy.length);
  return target.slice(0, decodeElements(type, copy, target));
}

const statisticsOf = (values: Float64Array, shape: readonly number[], axis: ChannelAxis = 'first') =>
  tensorStatistics(shape, () => sliced(values), axis, pause);

/** Equal to a few units in the last of the sixteen digits, of the largest number. */
function expectClose(actual: number, expected: number, size = Math.abs(expected)): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-13 * size);
}

describe('statistics', () => {
  it.each(vectors.tensors)('are those of NumPy: $name', async ({ type, shape, axis, bytes, statistics }) => {
    const values = decode(type as SafetensorsType, Buffer.from(bytes, 'base64'));
    const found: TensorStatistics = await statisticsOf(values, shape, axis as ChannelAxis);
    const { count, nan, infinite, zeros } = found;
    expect({ count, nan, infinite, zeros }).toEqual({
      count: statistics.count,
      nan: statistics.nan,
      infinite: statistics.infinite,
      zeros: statistics.zeros,
    });
    expectClose(found.norm, statistics.norm);
    expect(found.range === null).toBe(statistics.range === null);
    if (found.range !== null && statistics.range !== null) {
      const { min, max, mean, deviation } = statistics.range;
      expect([found.range.min, found.range.max]).toEqual([min, max]);
      const size = Math.max(Math.abs(min), Math.abs(max));
      expectClose(found.range.mean, mean, size);
      expectClose(found.range.deviation, deviation, size);
    }
    // All numbers are in bins; where one is alone NumPy makes the range 1 wide around it, and so takes another bin.
    expect(found.histogram.reduce((sum, bin) => sum + bin, 0)).toBe(
      statistics.histogram.reduce((sum, bin) => sum + bin, 0),
    );
    if (statistics.range !== null && statistics.range.min < statistics.range.max) {
      expect(found.histogram).toEqual(statistics.histogram);
    }
    expect(found.channels?.zero).toEqual(statistics.channels?.zero);
    expect(found.channels?.constant).toEqual(statistics.channels?.constant);
    expect(found.channels?.norms.length).toBe(statistics.channels?.norms.length);
    found.channels?.norms.forEach((norm, at) => expectClose(norm, statistics.channels?.norms[at] ?? NaN));
  });

  it('hold for numbers whose squares are too large or too small', async () => {
    for (const size of [1e200, 1e-200, 1e308]) {
      const found = await statisticsOf(Float64Array.of(0.3 * size, -0.4 * size, 0, 0), [2, 2]);
      expect(found.norm / size).toBeCloseTo(0.5, 12);
      expect((found.range?.deviation ?? NaN) / size).toBeCloseTo(Math.sqrt((0.25 - 0.0025) / 4), 6);
      expect((found.channels?.norms[0] ?? NaN) / size).toBeCloseTo(0.5, 12);
    }
    const extreme = await statisticsOf(Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE), [2]);
    expect(extreme.range?.mean).toBe(0);
    expect(extreme.range?.deviation).toBe(Number.MAX_VALUE);
  });

  it('do not call a channel with NaN constant', async () => {
    const found = await statisticsOf(Float64Array.of(NaN, NaN, 1, NaN, NaN, 1, 0, 0), [4, 2]);
    expect(found.channels).toMatchObject({ zero: [3], constant: [] });
  });
});

it.each(Object.entries(vectors.floats8))('reads every code of %s', (type, numbers) => {
  const values = decode(
    type as SafetensorsType,
    Uint8Array.from({ length: 256 }, (_, code) => code),
  );
  const expected = numbers.map((value) => Number(String(value).replace('inf', 'Infinity')));
  // A fraction has no negative zero.
  expect([...values].map((value) => value + 0)).toEqual(expected);
});

describe('slices of a file', () => {
  it('are bounded, whatever the tensor', async () => {
    const path = join(folder(), 'large.safetensors');
    const count = 3 * sliceElements + 5;
    const header = Buffer.from(`{"a":{"dtype":"F32","shape":[${count}],"data_offsets":[0,${4 * count}]}}`);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const descriptor = openSync(path, 'w');
    writeSync(descriptor, Buffer.concat([length, header]));
    ftruncateSync(descriptor, 8 + header.length + 4 * count);
    closeSync(descriptor);
    const file = new SafetensorsFile(path);
    const entry = file.entries.get('a');
    if (entry === undefined) throw new Error('a');
    const sizes = [...tensorSlices(file, entry)].map(({ start, values }) => [start, values.length]);
    expect(sizes).toEqual([0, 1, 2, 3].map((at) => [at * sliceElements, at < 3 ? sliceElements : 5]));
    const ended = new Error('ended');
    let pauses = 0;
    const stop = () => (++pauses === 2 ? Promise.reject(ended) : Promise.resolve());
    await expect(tensorStatistics([count], () => tensorSlices(file, entry), 'first', stop)).rejects.toBe(
      ended,
    );
    expect(pauses).toBe(2);
    writeFileSync(path, Buffer.concat([length, header]));
    expect(() => [...tensorSlices(file, entry)]).toThrow('was cut off while it was read');
    file.close();
  });
});

describe('the difference of two tensors', () => {
  const numbers = (text: string) => decode('F32', Buffer.from(text, 'base64'));
  const between = (a: Float64Array, b: Float64Array) => tensorDifference(sliced(a), sliced(b), pause);

  it('is that of NumPy', async () => {
    const { a, b, change, cosine } = vectors.differences;
    const found = await between(numbers(a), numbers(b));
    expectClose(found.change ?? NaN, change);
    expectClose(found.cosine ?? NaN, cosine, 1);
  });

  it('is nothing where they are equal, and unknown where there is nothing to compare with', async () => {
    const [some, none] = [Float64Array.of(1, 2), new Float64Array(2)];
    expect(await between(some, some)).toMatchObject({ change: 0, cosine: expect.closeTo(1), skipped: 0 });
    expect(await between(none, none)).toMatchObject({
      change: 0,
      distance: 0,
      norm: 0,
      cosine: null,
      skipped: 0,
    });
    expect(await between(none, some)).toMatchObject({ change: null, cosine: null, skipped: 0 });
    expect(await between(Float64Array.of(1, NaN), some)).toMatchObject({ change: 0, cosine: 1, skipped: 1 });
  });
});
