import { expect, test } from 'vitest';
import { recordedFactors } from '../../../engine/evaluate/recordedFactors';

const of = (values: Record<string, number[]>, indices: number[]) => ({
  factors: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, Float32Array.from(list)])),
  indices: Int32Array.from(indices),
});

test('angles go by eighths around 0°, 45°, …, numbers by quarters of the training images', () => {
  const values = {
    class: [0, 2, 1, 2],
    hueDegrees: [350, 22, 23, 181],
    scale: [0.1, 0.4, 0.2, 0.3],
  };
  const found = recordedFactors(of(values, [0, 1, 2, 3]), of(values, [3, 1]));
  expect(found.map(({ name, classes }) => [name, classes])).toEqual([
    ['shape', 3],
    ['hue', 8],
    ['scale', 4],
  ]);
  expect(found.map(({ train }) => [...train])).toEqual([
    [0, 2, 1, 2],
    [0, 0, 1, 4],
    [0, 3, 1, 2],
  ]);
  expect(found.map(({ test }) => [...test])).toEqual([
    [2, 2],
    [4, 0],
    [2, 3],
  ]);
});

test('photographs have none', () => {
  expect(recordedFactors({ factors: null, indices: Int32Array.of(0) }, of({}, [0]))).toEqual([]);
});
