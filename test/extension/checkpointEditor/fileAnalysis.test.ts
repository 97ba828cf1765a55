import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { writeSafetensors, type SafetensorsTensor } from '../../../engine/runs/writeSafetensors';
import { FileAnalysis } from '../../../extension/checkpointEditor/fileAnalysis';
import type { FromWorker } from '../../../extension/checkpointEditor/workerMessages';
import { temporaryFolder } from '../../engine/runs/temporaryFolder';

const folder = temporaryFolder();
let analysis: FileAnalysis | undefined;
afterEach(() => analysis?.close());

function start(turn: () => Promise<unknown> = () => setImmediate()) {
  const said: FromWorker[] = [];
  analysis = new FileAnalysis((message) => said.push(message), turn);
  const of = <Type extends FromWorker['type']>(type: Type) =>
    said.filter((message): message is Extract<FromWorker, { type: Type }> => message.type === type);
  return { analysis, said, of };
}

const weights = (name: string, shape: readonly number[], data: readonly number[]): SafetensorsTensor => ({
  ...{ name, shape, type: 'F32', data: Float32Array.from(data) },
});

async function write(
  name: string,
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = join(folder(), name);
  await writeSafetensors(path, tensors, metadata);
  return path;
}

test('tells of the header first, then of each tensor, and of the channels that are asked for', async () => {
  const path = await write('a.safetensors', [
    weights('head.weight', [2, 2], [3, 4, 0, 0]),
    weights('head.bias', [2], [NaN, Infinity]),
  ]);
  const { analysis: file, said, of } = start();
  await file.receive({ type: 'open', path });
  expect(said[0]).toMatchObject({ type: 'opened', tensorCount: 2 });
  expect(of('opened')[0]?.tensors[0]).toEqual({
    ...{ name: 'head.weight', type: 'F32', shape: [2, 2], count: 4, bytes: 16 },
  });
  const found = of('statistics').flatMap((message) => message.found);
  expect(found.map(({ index }) => index)).toEqual([0, 1]);
  expect(found[0]?.statistics).toMatchObject({ norm: 5, channels: { count: 2, dead: 1, zero: [1] } });
  expect(found[1]?.statistics).toMatchObject({ nan: 1, infinite: 1, range: null, channels: null });
  expect(of('statistics').at(-1)).toMatchObject({ done: 24, total: 24 });
  await file.receive({ type: 'channels', index: 0 });
  expect(of('channels')).toEqual([{ type: 'channels', index: 0, norms: Float64Array.of(5, 0) }]);
});

test('takes the last axis for that of channels in files of our own, and draws the first filters', async () => {
  // One filter of 2 × 2 pixels and 3 colours, then a second one that is zero.
  const data = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? at / 22 : 0));
  const path = await write('b.safetensors', [weights('conv', [2, 2, 3, 2], data)], { 'simclr.format': '1' });
  const { analysis: file, of } = start();
  await file.receive({ type: 'open', path });
  expect(of('statistics')[0]?.found[0]?.statistics.channels?.zero).toEqual([1]);
  const [message] = of('filters');
  expect(message?.filters).toMatchObject({ name: 'conv', width: 2, height: 2, shown: 2, count: 2 });
  const pixels = [...(message?.filters.pixels ?? [])];
  // From grey to white; the other is grey throughout.
  expect(pixels.slice(0, 4)).toEqual([128, 139, 151, 255]);
  expect(pixels[14]).toBe(255);
  expect(pixels.slice(16, 20)).toEqual([128, 128, 128, 255]);
});

test('takes it of files of Flax too, and the first of those of PyTorch', async () => {
  const data = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? at / 22 : 0));
  const path = await write('flax.safetensors', [
    weights('params/Conv_0/kernel', [2, 2, 3, 2], data),
    weights('fc.weight', [2, 2], [1, 2, 0, 0]),
  ]);
  const { analysis: file, of } = start();
  await file.receive({ type: 'open', path });
  const found = of('statistics').flatMap((message) => message.found);
  expect(found.map(({ statistics }) => statistics.channels?.zero)).toEqual([[1], [1]]);
  expect(of('filters')[0]?.filters).toMatchObject({ name: 'params/Conv_0/kernel', shown: 2, width: 2 });
});

test('compares with another file what they have in common', async () => {
  const here = [weights('same', [2], [1, 2]), weights('moved', [2], [3, 4]), weights('gone', [1], [1])];
  const there = [weights('same', [2], [1, 2]), weights('moved', [2], [3, 9]), weights('new', [1], [1])];
  const path = await write('c.safetensors', [...here, weights('cut', [2], [1, 1])]);
  const other = await write('d.safetensors', [...there, weights('cut', [1], [1])]);
  const { analysis: file, of } = start();
  await file.receive({ type: 'open', path });
  await file.receive({ type: 'compare', path: other });
  const [message] = of('compared');
  expect(message).toMatchObject({
    done: 2,
    total: 2,
    share: 1,
    names: { onlyHere: 1, onlyThere: 1, reshaped: 1 },
  });
  expect(message?.found.map(({ difference }) => difference.change)).toEqual([0, 1]);
  await file.receive({ type: 'compare', path: join(folder(), 'none.safetensors') });
  expect(of('failed')).toEqual([
    { type: 'failed', of: 'comparison', message: expect.stringContaining('none.safetensors does not exist') },
  ]);
});

test('says in a sentence what is wrong with a file', async () => {
  const path = join(folder(), 'e.safetensors');
  writeFileSync(path, 'no tensors');
  const { analysis: file, said } = start();
  await file.receive({ type: 'open', path });
  expect(said).toEqual([
    {
      type: 'failed',
      of: 'file',
      message: `${path} is not a usable safetensors file: the header has an impossible length`,
    },
  ]);
});

test('says what two gigabytes hold before it reads them, and stops in the middle of them', async () => {
  const path = join(folder(), 'large.safetensors');
  const size = 2 ** 31;
  const header = Buffer.from(`{"a":{"dtype":"F16","shape":[${size / 2}],"data_offsets":[0,${size}]}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const descriptor = openSync(path, 'w');
  writeSync(descriptor, Buffer.concat([length, header]));
  ftruncateSync(descriptor, 8 + header.length + size);
  closeSync(descriptor);
  const before = process.memoryUsage().rss;
  let turns = 0;
  const { analysis: file, said } = start(async () => {
    if (++turns === 100) file.close();
    await setImmediate();
  });
  const done = file.receive({ type: 'open', path });
  // Of the two gigabytes, one slice at most.
  expect(turns).toBeLessThanOrEqual(1);
  expect(said).toMatchObject([{ type: 'opened', bytes: 8 + header.length + size }]);
  await done;
  expect(turns).toBe(100);
  // What came meanwhile is how far it is, though no tensor is done.
  for (const message of said.slice(1)) expect(message).toMatchObject({ type: 'statistics', found: [] });
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});

test('tells how far it is within a large tensor', async () => {
  const numbers = new Array<number>(1 << 20).fill(1);
  const path = await write('one.safetensors', [weights('a', [1 << 10, 1 << 10], numbers)]);
  const other = await write('two.safetensors', [weights('a', [1 << 10, 1 << 10], numbers)]);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
  const { analysis: file, of } = start(pause);
  await file.receive({ type: 'open', path });
  const told = of('statistics').map(({ done, total }) => done / total);
  expect(told.length).toBeGreaterThan(3);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.filter((share) => share > 0.1 && share < 0.9).length).toBeGreaterThan(1);
  expect(told.at(-1)).toBe(1);
  await file.receive({ type: 'compare', path: other });
  const shares = of('compared').map(({ share }) => share);
  expect(shares.length).toBeGreaterThan(1);
  expect(shares[0]).toBeLessThan(0.9);
  expect(shares.at(-1)).toBe(1);
});
