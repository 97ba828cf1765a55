import { expect, test } from 'vitest';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import { taskSteps, transformTasks } from '../../../engine/evaluate/transformTasks';

const side = 8;

/** The view of one class of a task on a picture that is larger than a view, of gray and colourful pixels. */
function view(name: string, label: number, image = 0, seed = 1): number[] {
  const task = transformTasks.find((each) => each.name === name);
  if (!task) throw new Error(`no task ${name}`);
  const maker = new ViewMaker(compileAugment(), side, null);
  maker.source(12, 16).forEach((_, i, pixels) => {
    pixels[i] = 64 + ((i * 37) % 128);
  });
  return Array.from(maker.apply(taskSteps(task, label, image, seed)));
}

const original = view('colour or gray', 0);
const pixel = (values: readonly number[], y: number, x: number) => {
  const at = (y * side + x) * 3;
  return values.slice(at, at + 3);
};

test('the first class of each is the evaluation view itself', () => {
  const maker = new ViewMaker(compileAugment(), side, null);
  maker.source(12, 16).forEach((_, i, pixels) => {
    pixels[i] = 64 + ((i * 37) % 128);
  });
  const center = Array.from(maker.centerView());
  for (const { name } of transformTasks) expect(view(name, 0)).toEqual(center);
});

test('gray has three equal channels of the right brightness', () => {
  const gray = view('colour or gray', 1);
  const [r = 0, g = 0, b = 0] = pixel(original, 3, 5);
  expect(r).not.toBeCloseTo(g, 2);
  expect(pixel(gray, 3, 5)).toEqual(
    Array.from({ length: 3 }, () => expect.closeTo(0.299 * r + 0.587 * g + 0.114 * b, 3)),
  );
});

test('quarter turns go counter-clockwise', () => {
  const last = side - 1;
  expect(pixel(view('rotation', 1), 0, 0)).toEqual(pixel(original, 0, last));
  expect(pixel(view('rotation', 2), 0, 0)).toEqual(pixel(original, last, last));
  expect(pixel(view('rotation', 3), 0, 0)).toEqual(pixel(original, last, 0));
});

test('noise is of the same strength on every image, and another one on each', () => {
  const noise = (image: number, seed = 1) =>
    view('original or noise', 1, image, seed).map((value, i) => value - (original[i] ?? 0));
  const [first, second] = [noise(0), noise(1)];
  for (const each of [first, second]) {
    const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
    const deviation = Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / each.length);
    // Of 192 values, five standard errors.
    expect(Math.abs(mean)).toBeLessThan(0.036);
    expect(Math.abs(deviation - 0.1)).toBeLessThan(0.026);
  }
  expect(first).not.toEqual(second);
  expect(noise(0)).toEqual(first);
  expect(noise(0, 2)).not.toEqual(first);
});

test('Sobel leaves the strength of edges, a quarter of the kernels’ sums', () => {
  const luma = (y: number, x: number) => {
    const [r = 0, g = 0, b = 0] = pixel(original, y, x);
    return 0.299 * r + 0.587 * g + 0.114 * b;
  };
  const [y, x] = [3, 4];
  const across = (row: number) => luma(row, x + 1) - luma(row, x - 1);
  const down = (column: number) => luma(y + 1, column) - luma(y - 1, column);
  const magnitude = Math.hypot(
    (across(y - 1) + 2 * across(y) + across(y + 1)) / 4,
    (down(x - 1) + 2 * down(x) + down(x + 1)) / 4,
  );
  expect(pixel(view('original or Sobel', 1), y, x)).toEqual(
    Array.from({ length: 3 }, () => expect.closeTo(Math.min(1, magnitude), 3)),
  );
});
