import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCenterViews } from '../../../engine/augment/loadCenterViews';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import { UserError } from '../../../engine/errors';
import { temporaryImages } from './temporaryImages';

const sizes = [
  [16, 16],
  [40, 21],
  [9, 30],
  [16, 17],
  [100, 100],
] as const;
const side = 16;
const length = side * side * 3;

describe('the evaluation views', () => {
  it('come in chunks, in the order of the indices', () => {
    const images = temporaryImages(sizes);
    const bytes = readFileSync(images.path);
    const indices = [4, 0, 3, 1, 0, 2, 1];
    const chunks = [...loadCenterViews(images, indices, side, 3)];
    expect(chunks.map((chunk) => chunk.length / length)).toEqual([3, 3, 1]);
    const maker = new ViewMaker(compileAugment(), side, null);
    indices.forEach((image, i) => {
      const [offset = 0, height = 0, width = 0] = images.index.subarray(3 * image);
      maker.source(height, width).set(bytes.subarray(offset, offset + height * width * 3));
      const at = (i % 3) * length;
      expect(chunks[Math.floor(i / 3)]?.subarray(at, at + length)).toEqual(maker.centerView());
    });
  });

  it('are the images themselves where those have the size of a view', () => {
    const images = temporaryImages(sizes);
    const [views] = [...loadCenterViews(images, [0], side)];
    const bytes = readFileSync(images.path).subarray(0, length);
    expect(views?.length).toBe(length);
    expect(Array.from(views ?? [], (value) => Math.fround(value * 255))).toEqual(
      Array.from(bytes, (value) => expect.closeTo(value, 4)),
    );
  });

  it('say when the decoded images have gone', () => {
    const images = temporaryImages(sizes);
    rmSync(images.path);
    expect(() => [...loadCenterViews(images, [0], side)]).toThrow(UserError);
  });
});
