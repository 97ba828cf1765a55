import * as ort from 'onnxruntime-node';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runConfigSchema } from '../../../engine/config/runConfig';
import { UserError } from '../../../engine/errors';
import { embedViews, type Embedding } from '../../../engine/evaluate/embed';
import { openFrozen } from '../../../engine/evaluate/frozenNetwork';
import { withBatchCounts } from '../../../engine/exchange/batchCounts';
import { exportEncoder, type ExportFormat } from '../../../engine/exchange/exportEncoder';
import { encoderShapes } from '../../../engine/exchange/networkShapes';
import { planEncoder } from '../../../engine/models/encoderPlan';
import { readCheckpoint } from '../../../engine/runs/checkpoints';
import { findCheckpoint } from '../../../engine/runs/findCheckpoint';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun } from '../../../engine/runs/readRun';
import { SafetensorsFile } from '../../../engine/runs/readSafetensors';
import { writeSafetensors } from '../../../engine/runs/writeSafetensors';
import { trainRun } from '../../../engine/train/trainRun';
import { readTensors } from '../../vectors/readTensors';
import { relativeError } from '../ops/relativeError';
import { temporaryFolder } from '../runs/temporaryFolder';
import { imageSize, importTiny, torchFile } from './importedRun';

const folder = temporaryFolder();
const features = readTensors('exchange-features');
const images = features.values('images');
const count = images.length / (3 * imageSize ** 2);

/** h and z of the images by this program's own network. */
async function embedded(run: string, views = images, side = imageSize): Promise<Embedding> {
  const loaded = readCheckpoint(findCheckpoint(folder(), run).checkpoint.path);
  const frozen = openFrozen(loaded.config, side, loaded);
  const embedding = await embedViews(frozen, [views], views.length / (3 * side ** 2), side);
  frozen.dispose();
  return embedding;
}

async function exported(run: string, format: ExportFormat, head: boolean): Promise<string> {
  const path = join(folder(), `encoder.${format}`);
  await exportEncoder({ ...findCheckpoint(folder(), run), path, format, head });
  return path;
}

/** [B, H, W, 3] → [B, 3, H, W]. */
function channelsFirst(values: Float32Array, pixels = imageSize ** 2): Float32Array {
  return values.map((_, i) => {
    const [image, channel, pixel] = [Math.floor(i / (3 * pixels)), Math.floor(i / pixels) % 3, i % pixels];
    return values[(image * pixels + pixel) * 3 + channel] ?? NaN;
  });
}

/** Every tensor of a file by its name, as numbers. */
function tensorsOf(path: string): Map<string, { shape: readonly number[]; bytes: Uint8Array }> {
  const file = new SafetensorsFile(path);
  const tensors = [...file.entries.values()].map(
    (entry) => [entry.name, { shape: entry.shape, bytes: file.readBytes(entry) }] as const,
  );
  file.close();
  return new Map(tensors);
}

test("what PyTorch has trained has PyTorch's features here", async () => {
  const { h, z } = await embedded(await importTiny(folder()));
  expect(relativeError(h.data, features.values('h'))).toBeLessThan(1e-4);
  expect(relativeError(z.data, features.values('z'))).toBeLessThan(1e-4);
});

test('what is exported is to the bit what PyTorch saved, but for prefix, classifier and the count of batches', async () => {
  const run = await importTiny(folder());
  const saved = tensorsOf(torchFile);
  const written = tensorsOf(await exported(run, 'safetensors', true));
  const expected = [...saved].map(([name, tensor]) => [
    name.replace(/^module\.(encoder\.)?/, ''),
    tensor,
  ]) as [string, { shape: readonly number[]; bytes: Uint8Array }][];
  const kept = expected.filter(([name]) => !name.startsWith('fc.'));
  expect([...written.keys()].toSorted()).toEqual(kept.map(([name]) => name).toSorted());
  for (const [name, tensor] of kept) {
    if (name.endsWith('num_batches_tracked')) expect(written.get(name)?.shape).toEqual([]);
    else expect(written.get(name), name).toEqual(tensor);
  }
});

test('the encoder goes without its head unless that is asked for, and says what its images have to be', async () => {
  const path = await exported(await importTiny(folder()), 'safetensors', false);
  const file = new SafetensorsFile(path);
  file.close();
  expect([...file.entries.keys()].filter((name) => name.startsWith('head.'))).toEqual([]);
  expect(file.metadata).toMatchObject({
    ...{ format: 'pt', architecture: 'resnet18', width: '2', stem: 'imagenet', step: '0' },
    ...{ image_size: '32', representation_size: '16' },
    preprocessing: expect.stringContaining(
      'RGB, values 0 to 1, neither mean nor standard deviation',
    ) as string,
  });
});

test.each(['resnet18', 'resnet50'] as const)(
  'a full %s has the names and shapes of torchvision',
  (architecture) => {
    const lists = JSON.parse(
      readFileSync(join(__dirname, '..', '..', 'vectors', 'exchange-torchvision.json'), 'utf8'),
    ) as Record<string, Record<string, number[]>>;
    const { encoder } = runConfigSchema.parse({ encoder: { architecture } });
    const shapes = encoderShapes(planEncoder(encoder, 224));
    const named = withBatchCounts(
      shapes.map(([name, shape]) => ({ name, shape, data: new Float32Array() })),
      1,
    ).map(({ name, shape }) => [name, shape]);
    const { 'fc.weight': weight, 'fc.bias': bias, ...rest } = lists[architecture] ?? {};
    expect([weight?.length, bias?.length]).toEqual([2, 1]);
    expect(Object.fromEntries(named)).toEqual(rest);
  },
);

test('the ONNX graph answers what PyTorch and this program answer, for a batch of any size', async () => {
  const run = await importTiny(folder());
  const own = await embedded(run);
  const session = await ort.InferenceSession.create(await exported(run, 'onnx', true));
  const all = channelsFirst(images);
  for (const batch of [1, count]) {
    const data = all.slice(0, batch * 3 * imageSize ** 2);
    const answers = await session.run({
      images: new ort.Tensor('float32', data, [batch, 3, imageSize, imageSize]),
    });
    for (const name of ['h', 'z'] as const) {
      const values = answers[name]?.data as Float32Array;
      const part = <T extends Float32Array>(whole: T) => whole.slice(0, batch * own[name].size);
      expect(relativeError(values, part(own[name].data)), name).toBeLessThan(1e-4);
      expect(relativeError(values, part(features.values(name))), name).toBeLessThan(1e-4);
    }
  }
});

test('the ONNX graph takes images of any height and width, and says which it was learnt from', async () => {
  const run = await importTiny(folder());
  const path = await exported(run, 'onnx', true);
  expect(readFileSync(path).includes('shorter side resized to 32 pixels')).toBe(true);
  const session = await ort.InferenceSession.create(path);
  // Not square, by PyTorch.
  const other = readTensors('exchange-other-size');
  const [, high = 0, wide = 0] = other.tensor('images').shape;
  const data = channelsFirst(other.values('images'), high * wide);
  const answers = await session.run({ images: new ort.Tensor('float32', data, [1, 3, high, wide]) });
  for (const name of ['h', 'z'] as const) {
    expect(relativeError(answers[name]?.data as Float32Array, other.values(name)), name).toBeLessThan(1e-4);
  }
  // Larger, by this program: two images of 48 from the numbers of five of 32.
  const side = 48;
  const views = images.slice(0, 2 * 3 * side ** 2);
  const own = await embedded(run, views, side);
  const larger = await session.run({
    images: new ort.Tensor('float32', channelsFirst(views, side ** 2), [2, 3, side, side]),
  });
  expect(relativeError(larger['h']?.data as Float32Array, own.h.data)).toBeLessThan(1e-4);
});

test('the ONNX graph of a plain head with the CIFAR stem agrees too, and ends at h without --head', async () => {
  const { runFolder } = await trainRun({
    config: runConfigSchema.parse({
      ...{
        data: { builtin: { train: 64, test: 32, size: imageSize } },
        encoder: { width: 4 },
        head: { outputSize: 8 },
      },
      ...{ epochs: 1, batchSize: 16, evaluate: { maxImages: 32, knnNeighbours: 5 } },
      device: { threads: 1, loaderThreads: 1 },
    }),
    ...{ runsFolder: folder(), baseFolder: folder() },
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  const own = await embedded(runFolder);
  const feed = () => ({
    images: new ort.Tensor('float32', channelsFirst(images), [count, 3, imageSize, imageSize]),
  });
  const session = await ort.InferenceSession.create(await exported(runFolder, 'onnx', true));
  const { h, z } = await session.run(feed());
  expect(relativeError(h?.data as Float32Array, own.h.data)).toBeLessThan(1e-4);
  expect(relativeError(z?.data as Float32Array, own.z.data)).toBeLessThan(1e-4);
  const short = await ort.InferenceSession.create(await exported(runFolder, 'onnx', false));
  expect(short.outputNames).toEqual(['h']);
});

test('an imported run is stopped before its first step, and trains on from its weights', async () => {
  const runFolder = await importTiny(folder());
  expect(readRun(runFolder)).toMatchObject({
    state: 'stopped',
    record: { reason: 'its weights were imported from resnet18.safetensors' },
  });
  const before = readCheckpoint(findCheckpoint(folder(), runFolder).checkpoint.path);
  const controller = new AbortController();
  const resume = (signal: AbortSignal) => {
    const { config, baseFolder } = readRun(runFolder).record;
    return trainRun({
      config,
      baseFolder,
      runsFolder: folder(),
      resume: runFolder,
      signal,
      onEvent: () => undefined,
    });
  };
  controller.abort();
  expect((await resume(controller.signal)).state).toBe('stopped');
  const summary = await resume(new AbortController().signal);
  expect(summary).toMatchObject({ state: 'finished', steps: 8 });
  const { lines } = readMetrics(readRun(runFolder).paths.metrics);
  expect(lines.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  // The weights have moved, from where they were and not from a fresh draw.
  const first = (tensors: typeof before.tensors) =>
    tensors.find(({ name }) => name === 'encoder.conv1.weight')?.data ?? new Float32Array();
  const after = readCheckpoint(findCheckpoint(folder(), runFolder).checkpoint.path);
  const moved = relativeError(first(after.tensors), first(before.tensors));
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(0.1);
});

test('an imported run whose weights were never saved is not trained from others', async () => {
  const runFolder = await importTiny(folder());
  const { paths, record } = readRun(runFolder);
  // As a process that is killed before the checkpoint leaves it.
  rmSync(paths.checkpoints, { recursive: true });
  writeFileSync(paths.record, JSON.stringify({ ...record, state: 'preparing', reason: null }));
  const resumed = trainRun({
    ...{ config: record.config, baseFolder: record.baseFolder, runsFolder: folder(), resume: runFolder },
    ...{ signal: new AbortController().signal, onEvent: () => undefined },
  });
  const reason = `${runFolder} has no checkpoint with the weights of resnet18.safetensors: import that file again`;
  await expect(resumed).rejects.toThrow(new UserError(reason));
  expect(readRun(runFolder)).toMatchObject({ state: 'failed', record: { reason } });
  expect(readMetrics(paths.metrics).lines).toEqual([]);
});

test('an export that is called off while it writes leaves what was there', async () => {
  const path = join(folder(), 'x.safetensors');
  writeFileSync(path, 'kept');
  const controller = new AbortController();
  const tensor = (name: string) => ({ name, type: 'F32' as const, shape: [2], data: Float32Array.of(1, 2) });
  const writing = writeSafetensors(path, [tensor('a'), tensor('b')], {}, controller.signal);
  controller.abort(new Error('called off'));
  await expect(writing).rejects.toThrow('called off');
  expect(readFileSync(path, 'utf8')).toBe('kept');
  expect(readdirSync(folder())).toEqual(['x.safetensors']);
});

test('a file that cannot be written leaves nothing behind', async () => {
  const found = findCheckpoint(folder(), await importTiny(folder()));
  for (const format of ['safetensors', 'onnx'] as const) {
    const path = join(folder(), 'nowhere', `x.${format}`);
    await expect(exportEncoder({ ...found, path, format, head: false })).rejects.toThrow(
      'cannot be written: the folder does not exist',
    );
    expect(existsSync(path)).toBe(false);
  }
  expect(readdirSync(folder()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
