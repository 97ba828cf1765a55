import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { augmentSchema } from '../../../engine/config/augmentation';
import { recordLength, recordTypes } from '../../../engine/augment/encodeTransforms';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import { philox4x32 } from '../../../engine/random/philox';
import { picture } from './pictures';

interface Case {
  readonly name: string;
  readonly image: [string, number, number];
  readonly size: number;
  readonly steps: number[][];
  readonly shape: [number, number, number];
  readonly expected: string;
}

const vectors = join(__dirname, '../../vectors/augment-steps.json');
const cases = JSON.parse(readFileSync(vectors, 'utf8')) as Case[];
const compiled = compileAugment();

/** With a transformation before the crop, so that there is room for whole images. */
const wholeImages = augmentSchema.parse({ transforms: [{ type: 'flip' }, { type: 'crop' }] });

function records(steps: readonly (readonly number[])[]): Float64Array {
  const numbers = new Float64Array(steps.length * recordLength);
  steps.forEach((step, i) => numbers.set(step, i * recordLength));
  return numbers;
}

function apply(image: [string, number, number], size: number, steps: number[][]): Float32Array {
  const [kind, height, width] = image;
  const maker = new ViewMaker(compiled, size, wholeImages);
  // Another image was here before: nothing of it may show.
  maker.source(64, 64).fill(201);
  maker.apply(records([[recordTypes.blur, 1, 3]]));
  maker.source(height, width).set(picture(kind, height, width));
  return maker.apply(records(steps)).slice();
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < b.length; i++) largest = Math.max(largest, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  return largest;
}

describe('a step gives the numbers of torchvision', () => {
  it.each(cases)('$name', ({ image, size, steps, shape, expected }) => {
    const bytes = Buffer.from(expected, 'base64');
    const wanted = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const view = apply(image, size, steps);
    expect(view.length).toBe(shape[0] * shape[1] * shape[2]);
    expect(largestDifference(view, wanted)).toBeLessThan(2e-6);
    expect(Math.min(...view)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...view)).toBeLessThanOrEqual(1);
  });
});

describe('noise', () => {
  const [height, width] = [21, 19];
  const source: [string, number, number] = ['texture', height, width];
  const image = picture(...source);

  /** Standard normal numbers by Box and Muller's method in float64, in the order that `noise.ts` states. */
  function normals(key: readonly [number, number], counter: readonly [number, number, number]): number[] {
    const groups = Math.ceil((height * width) / 16);
    const numbers: number[] = [];
    for (let group = 0; group < 3 * groups; group++) {
      const values = new Float64Array(16);
      for (let lane = 0; lane < 4; lane++) {
        const block = Uint32Array.of(group * 4 + lane + 1, ...counter);
        philox4x32(block, ...key);
        for (const half of [0, 2]) {
          const radius = Math.sqrt(-2 * Math.log(((block[half] ?? 0) + 0.5) / 2 ** 32));
          const angle = (2 * Math.PI * (block[half + 1] ?? 0)) / 2 ** 32;
          values[half * 4 + lane] = radius * Math.cos(angle);
          values[half * 4 + 4 + lane] = radius * Math.sin(angle);
        }
      }
      const channelStart = Math.floor(group / groups) * height * width;
      for (const value of values) {
        if (numbers.length < channelStart + height * width) numbers.push(value);
      }
    }
    return numbers;
  }

  it('is that of Philox and Box-Muller in float64', () => {
    const view = apply(source, 8, [[recordTypes.noise, 0.3, 0xfeedbeef, 8, 65537, 123456, 0xffffffff]]);
    const noise = normals([0xfeedbeef, 8], [65537, 123456, 0xffffffff]);
    const wanted = Array.from(view, (_, i) => {
      const [pixel, channel] = [Math.floor(i / 3), i % 3];
      const value = (image[i] ?? 0) / 255 + 0.3 * (noise[channel * height * width + pixel] ?? NaN);
      return Math.min(1, Math.max(0, value));
    });
    expect(largestDifference(view, wanted)).toBeLessThan(5e-6);
  });

  it('has the mean, spread and tails of a normal distribution', () => {
    const side = 250;
    const maker = new ViewMaker(compiled, side, wholeImages);
    maker.source(side, side).fill(128);
    const view = maker.apply(records([[recordTypes.noise, 0.05, 1, 8, 0, 0, 0]]));
    const noise = Array.from(view, (value) => (value - 128 / 255) / 0.05);
    const mean = (f: (x: number) => number): number => noise.reduce((sum, x) => sum + f(x), 0) / noise.length;
    // 187,500 numbers: the tolerances are some five standard errors.
    expect(Math.abs(mean((x) => x))).toBeLessThan(0.012);
    expect(Math.abs(mean((x) => x ** 2) - 1)).toBeLessThan(0.017);
    expect(Math.abs(mean((x) => x ** 3))).toBeLessThan(0.05);
    expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(0.12);
    expect(Math.abs(mean((x) => Number(Math.abs(x) > 1.959964)) - 0.05)).toBeLessThan(0.003);
  });
});
