import { expect, test } from 'vitest';
import { stageMaps, vectorActivations } from '../../../engine/inspect/stageMaps';

test('the 32 channels with the largest means are shown, equal ones by their number', () => {
  const channels = 40;
  const activations = Float32Array.from({ length: 4 * channels }, (_, i) =>
    i % channels === 37 ? 5 : i % channels < 3 ? 0 : 1,
  );
  const { maps, pixels, zeros, max } = stageMaps('layer1', activations, 2, channels);
  expect(maps.map(({ channel }) => channel)).toEqual([37, ...Array.from({ length: 31 }, (_, i) => i + 3)]);
  expect(pixels).toHaveLength(32 * 4);
  expect([zeros, max]).toEqual([3 / 40, 5]);
});

test('each map is as bright as its own largest activation, and a silent one is black', () => {
  const activations = Float32Array.of(...[0, 0, 0], ...[4, 0.5, 0], ...[2, 0, 0], ...[1, 1, 0]);
  const { maps, pixels } = stageMaps('stem', activations, 2, 3);
  expect(maps).toEqual([
    { channel: 0, mean: 1.75, max: 4 },
    { channel: 1, mean: 0.375, max: 1 },
    { channel: 2, mean: 0, max: 0 },
  ]);
  expect([...pixels]).toEqual([...[0, 255, 128, 64], ...[0, 128, 0, 255], ...[0, 0, 0, 0]]);
});

test('maps of large stages are averaged, and their numbers are not', () => {
  const side = 301;
  // One bright row at the bottom, which is cut off to squares of 3 × 1.
  const activations = Float32Array.from({ length: side ** 2 }, (_, i) => (i >= 300 * side ? 9 : 3));
  const stage = stageMaps('stem', activations, side, 1);
  expect([stage.side, stage.shownSide, stage.pixels.length]).toEqual([side, 101, 101 ** 2]);
  expect(stage.maps[0]?.max).toBe(9);
  expect([stage.pixels[0], stage.pixels.at(-1)]).toEqual([85, 255]);
});

test('a vector keeps its signs', () => {
  expect(vectorActivations(Float32Array.of(-2, 0, 1, 3))).toEqual({
    ...{ zeros: 0.25, mean: 0.5, min: -2, max: 3, values: [-2, 0, 1, 3] },
  });
});
