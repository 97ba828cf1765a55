import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { recordLength, recordTypes } from '../../engine/augment/encodeTransforms';
import { packSteps } from '../../engine/augment/gpu/packSteps';
import { compileAugment, ViewMaker } from '../../engine/augment/viewMaker';
import { makeViews } from '../../engine/backends/webgpu/kernels/makeViews';
import { augmentSchema } from '../../engine/config/augmentation';
import { picture } from '../engine/augment/pictures';
import { gpuForTests } from './gpuForTests';
import { largestDifference } from './largestDifference';

/** As `test/vectors/make_augment.py` writes them. */
interface Case {
  readonly name: string;
  readonly image: Picture;
  readonly size: number;
  readonly steps: number[][];
  readonly shape: [number, number, number];
  readonly expected: string;
}

type Picture = [kind: string, height: number, width: number];

const cases = JSON.parse(readFileSync(join(__dirname, '../vectors/augment-steps.json'), 'utf8')) as Case[];
const gpuOf = gpuForTests();

function records(steps: readonly (readonly number[])[]): Float64Array {
  const numbers = new Float64Array(steps.length * recordLength);
  steps.forEach((step, i) => numbers.set(step, i * recordLength));
  return numbers;
}

/** The first pixels of what the GPU makes of an image, a view of side `size`; three times over, to the same effect. */
async function onGpu(
  [kind, height, width]: Picture,
  size: number,
  steps: number[][],
  pixels = size * size,
): Promise<Float32Array> {
  const gpu = gpuOf();
  const views = 3;
  const room = Math.max(size * size, height * width);
  const wordsPerView = (steps.length + 1) * recordLength;
  const words = new DataView(new ArrayBuffer(4 * views * wordsPerView));
  // The image begins at a byte that no word begins at.
  const shift = 5;
  const bytes = new Uint8Array(Math.ceil((height * width * 3 + shift) / 4) * 4).fill(99);
  bytes.set(picture(kind, height, width), shift);
  for (let view = 0; view < views; view++) {
    const at = view * wordsPerView;
    const head = [view, shift, height, width, steps.length];
    head.forEach((word, i) => words.setUint32(4 * (at + i), word, true));
    packSteps(records(steps), words, at + recordLength);
  }
  const image = gpu.output([bytes.length / 4]);
  const instructions = gpu.output([words.byteLength / 4]);
  // Memory for fewer views than there are.
  const work = gpu.output([2, 2, room, 4]);
  const made = gpu.output([views, size, size, 3]);
  gpu.overwrite(image, bytes);
  gpu.overwrite(instructions, new Uint8Array(words.buffer));
  makeViews(gpu, {
    ...{ bytes: image, records: instructions, wordsPerView, work, views: made, count: views },
  });
  const tensor = engine().makeTensorFromTensorInfo(made, gpu);
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  for (const { dataId } of [image, instructions, work]) gpu.disposeData(dataId);
  const length = size * size * 3;
  const [first = values, ...others] = Array.from({ length: views }, (_, i) =>
    values.subarray(i * length, i * length + 3 * pixels),
  );
  for (const other of others) expect(other).toEqual(first);
  return first;
}

describe('a step on the GPU gives the numbers of torchvision', () => {
  // Views for evaluation are not made there.
  test.each(cases)('$name', async ({ image, size, steps, shape, expected }) => {
    const [rows, columns] = shape;
    // Without a crop an image keeps its size; its pixels begin a view that has no fewer.
    const cropped = steps.some(([type]) => type === recordTypes.crop || type === recordTypes.center);
    const side = cropped ? size : Math.ceil(Math.sqrt(rows * columns));
    const bytes = Buffer.from(expected, 'base64');
    const wanted = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const view = await onGpu(image, side, steps, rows * columns);
    expect(largestDifference(view, wanted)).toBeLessThan(4e-6);
    expect(Math.min(...view)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...view)).toBeLessThanOrEqual(1);
  });
});

describe('a step on the GPU gives the numbers of the CPU', () => {
  const whole = augmentSchema.parse({ transforms: [{ type: 'flip' }, { type: 'crop' }] });

  test.each<[string, Picture, number, number[][]]>([
    [
      'noise',
      ['texture', 37, 45],
      24,
      [
        [recordTypes.noise, 0.2, 0xfeedbeef, 8, 65537, 123456, 0xffffffff],
        [recordTypes.crop, 0, 0, 37, 45],
        [recordTypes.noise, 0.1, 3, 0xffffffff, 0, 0, 5],
      ],
    ],
    [
      'a blur that is wider than any kernel that counts',
      ['texture', 290, 300],
      200,
      [
        [recordTypes.blur, 20, 145],
        [recordTypes.crop, 0, 0, 290, 300],
      ],
    ],
    [
      'hues at the borders of sectors, where colours have been clamped',
      ['texture', 60, 60],
      48,
      [
        [recordTypes.crop, 2, 3, 50, 50],
        [recordTypes.color, 0, 1.9, 1.8, 1.9, 1 / 6],
        [recordTypes.color, 13, 1.1, 0.9, 1.5, -0.5],
      ],
    ],
  ])('%s', async (_name, [kind, height, width], size, steps) => {
    const maker = new ViewMaker(compileAugment(), size, whole);
    maker.source(height, width).set(picture(kind, height, width));
    const wanted = maker.apply(records(steps)).slice();
    expect(largestDifference(await onGpu([kind, height, width], size, steps), wanted)).toBeLessThan(1e-5);
  });
});
