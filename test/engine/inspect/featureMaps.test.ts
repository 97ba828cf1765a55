import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { closeBackend } from '../../../engine/backends/closeBackend';
import { openRunData } from '../../../engine/evaluate/openRunData';
import { featureMaps, type FeatureMapsOptions } from '../../../engine/inspect/featureMaps';
import { findCheckpoint, type FoundCheckpoint } from '../../../engine/runs/findCheckpoint';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { readTensors } from '../../vectors/readTensors';
import { importTiny } from '../exchange/importedRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { trainedRun, writePicture } from '../search/trainedRun';

const folder = temporaryFolder();

const mapsOf = async (found: FoundCheckpoint, image: FeatureMapsOptions['image'], signal?: AbortSignal) => {
  const hooks = { signal: signal ?? new AbortController().signal, onProgress: () => undefined };
  const dataset = () => openRunData(found.run, found.run.record.config, hooks);
  try {
    return await featureMaps({ ...found, image, dataset, ...hooks });
  } finally {
    closeBackend();
  }
};

test('every stage, h and z are what PyTorch computes of the image in float64', async () => {
  const file = readTensors('feature-maps');
  const found = findCheckpoint(folder(), await importTiny(folder()));
  const path = join(folder(), 'image.png');
  const raw = { width: 32, height: 32, channels: 3 } as const;
  const pixels = Uint8Array.from(file.values('image'));
  writeFileSync(path, await sharp(pixels, { raw }).png().toBuffer());

  const { stages, h, z, ...image } = await mapsOf(found, { path });
  expect(image).toEqual({ name: path, class: null, next: null, side: 32, pixels });
  expect(stages.map(({ name, side, channels }) => [name, side, channels])).toEqual([
    ...[
      ['stem', 8, 2],
      ['layer1', 8, 2],
      ['layer2', 4, 4],
      ['layer3', 2, 8],
      ['layer4', 1, 16],
    ],
  ]);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const stage of stages) {
    const expected = [...file.values(stage.name)];
    const channel = (of: number) => expected.filter((_, i) => i % stage.channels === of);
    expect(stage.zeros, stage.name).toBe(expected.filter((value) => value === 0).length / expected.length);
    expect(stage.mean).toBeCloseTo(mean(expected), 5);
    expect(stage.max).toBeCloseTo(Math.max(...expected), 5);
    const order = Array.from({ length: stage.channels }, (_, i) => i).sort(
      (a, b) => mean(channel(b)) - mean(channel(a)),
    );
    expect(stage.maps.map((map) => map.channel)).toEqual(order);
    stage.maps.forEach((map, place) => {
      const values = channel(map.channel);
      expect(map.mean).toBeCloseTo(mean(values), 5);
      expect(map.max).toBeCloseTo(Math.max(...values), 5);
      values.forEach((value, i) => {
        const wanted = map.max > 0 ? (255 * value) / map.max : 0;
        expect(Math.abs((stage.pixels[place * values.length + i] ?? NaN) - wanted)).toBeLessThan(0.51);
      });
    });
  }
  for (const [name, vector] of [
    ['h', h],
    ['z', z],
  ] as const) {
    const expected = [...file.values(name)];
    expected.forEach((value, i) => expect(vector?.values[i], name).toBeCloseTo(value, 5));
    expect(vector?.min).toBeCloseTo(Math.min(...expected), 5);
    expect(vector?.max).toBeCloseTo(Math.max(...expected), 5);
  }
});

test('images of the data set come with their names and classes, and all have their turn', async () => {
  const { run, checkpoint } = await trainedRun(folder());
  const first = await mapsOf({ run, checkpoint }, { index: 0 });
  expect(first.name).toBe('test/0');
  expect(first.class).toMatch(/^[a-z]+$/);
  expect(Math.max(...first.pixels)).toBeGreaterThan(50);
  expect(first.stages.map(({ name, side }) => `${name} ${side}`)).toEqual([
    ...['stem 16', 'layer1 16', 'layer2 8', 'layer3 4'],
  ]);
  // A file with the same pixels is the same image.
  const path = join(folder(), 'copy.png');
  const raw = { width: 16, height: 16, channels: 3 } as const;
  writeFileSync(path, await sharp(first.pixels, { raw }).png().toBuffer());
  const copy = await mapsOf({ run, checkpoint }, { path });
  copy.h.values.forEach((value, i) => expect(value).toBeCloseTo(first.h.values[i] ?? NaN, 6));
  const seen = new Set<number>();
  for (let at = 0; !seen.has(at);) {
    seen.add(at);
    at = (await mapsOf({ run, checkpoint }, { index: at })).next ?? -1;
  }
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, index) => index));
  await expect(mapsOf({ run, checkpoint }, { index: 32 })).rejects.toThrow(
    'there is no image 32 among the 32 of builtin: choose another',
  );
});

test('a large file is made as small as the run’s views', async () => {
  const found = await trainedRun(folder(), { head: { type: 'none' } });
  const path = join(folder(), 'large.png');
  await writePicture(path, 1, 1024, 1024);
  const { side, pixels, z } = await mapsOf(found, { path });
  expect([side, pixels.length, z]).toEqual([16, 16 * 16 * 3, null]);
});

test('what cannot be used is said in a sentence', async () => {
  for (let i = 0; i < 20; i++) await writePicture(join(folder(), 'photos', `${i}.png`), i);
  const found = await trainedRun(folder(), { data: { source: 'photos', imageSize: 16 } });
  const broken = join(folder(), 'broken.png');
  writeFileSync(broken, 'no image');
  await expect(mapsOf(found, { path: broken })).rejects.toThrow(/broken\.png is .*: choose another image$/);
  await expect(mapsOf(found, { path: join(folder(), 'gone.png') })).rejects.toThrow(
    'gone.png does not exist',
  );
  const cancelled = AbortSignal.abort();
  await expect(mapsOf(found, { index: 0 }, cancelled)).rejects.toThrow(/abort/i);
  rmSync(join(folder(), 'photos'), { recursive: true });
  await expect(mapsOf(found, { index: 0 })).rejects.toThrow(/"photos" does not exist/);
  damage(found.checkpoint.path, 'encoder.layer2.0.conv1.weight');
  await writePicture(broken, 1);
  await expect(mapsOf(found, { path: broken })).rejects.toThrow(
    /are not finite \(in layer2\): its training had diverged; use an earlier checkpoint/,
  );
});

/** Puts infinity into a tensor of a file. */
function damage(path: string, name: string): void {
  const file = new SafetensorsFile(path);
  const entry = file.entries.get(name);
  file.close();
  const bytes = readFileSync(path);
  bytes.writeFloatLE(Infinity, entry?.begin);
  writeFileSync(path, bytes);
}
