import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { augmentSchema } from '../../../engine/config/augmentation';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import { pairSheet, viewSheet } from '../../../engine/augment/viewSheet';
import { ImageFile } from '../../../engine/data/imageFile';
import { temporaryImages } from './temporaryImages';

interface Picture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function decode(png: Buffer): Promise<Picture> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/**
 * Finds a view of 32 pixels in a picture that shows it three times as large: the corners at which every pixel of the
 * view is a square of nine.
 */
function find(picture: Picture, view: ArrayLike<number>): [number, number][] {
  const side = 32;
  const same = (left: number, top: number, x: number, y: number): boolean => {
    const at = ((top + y) * picture.width + left + x) * 3;
    const from = (Math.floor(y / 3) * side + Math.floor(x / 3)) * 3;
    return [0, 1, 2].every((c) => picture.data[at + c] === Math.round((view[from + c] ?? NaN) * 255));
  };
  const everywhere = (left: number, top: number): boolean => {
    for (let y = 0; y < 3 * side; y++) {
      for (let x = 0; x < 3 * side; x++) if (!same(left, top, x, y)) return false;
    }
    return true;
  };
  const corners: [number, number][] = [];
  for (let top = 0; top + 3 * side <= picture.height; top++) {
    for (let left = 0; left + 3 * side <= picture.width; left++) {
      if (everywhere(left, top)) corners.push([left, top]);
    }
  }
  return corners;
}

describe('the sheet of views', () => {
  it('shows a row for each image: itself, then the pairs that a run of that seed sees', async () => {
    const images = temporaryImages([
      [32, 32],
      [40, 50],
      [64, 48],
    ]);
    const augment = augmentSchema.parse({});
    const indices = [2, 0];
    const png = await viewSheet({ images, indices, imageSize: 32, augment, seed: 3, pairs: 2 });
    const picture = await decode(png);
    const maker = new ViewMaker(compileAugment(), 32, augment, 3);
    const file = new ImageFile(images);
    const rows = indices.map((image) => {
      maker.load(images, file, image);
      const views = [maker.centerView().slice()];
      for (const epoch of [0, 1]) {
        for (const branch of [0, 1] as const) views.push(maker.view({ epoch, image, branch }).slice());
      }
      return views.map((view) => find(picture, view));
    });
    file.close();
    for (const row of rows) {
      const corners = row.map((found) => {
        expect(found).toHaveLength(1);
        return found[0] ?? [NaN, NaN];
      });
      expect(new Set(corners.map(([, top]) => top)).size).toBe(1);
      const lefts = corners.map(([left]) => left);
      expect(lefts).toEqual([...Float64Array.from(lefts).sort()]);
    }
    expect(rows[0]?.[0]?.[0]?.[1]).toBeLessThan(rows[1]?.[0]?.[0]?.[1] ?? NaN);
  });

  it('shows the pairs of a batch side by side', async () => {
    const length = 32 * 32 * 3;
    const n = 5;
    const views = Float32Array.from({ length: 2 * n * length }, (_, i) => ((i * 7919) % 997) / 997);
    const picture = await decode(await pairSheet(views, 32, 3));
    const corner = (row: number) => find(picture, views.subarray(row * length, (row + 1) * length));
    for (let i = 0; i < 3; i++) {
      const [[left = NaN, top = NaN] = []] = corner(i);
      const [[otherLeft = NaN, otherTop = NaN] = []] = corner(i + n);
      expect(otherTop).toBe(top);
      expect(otherLeft - left).toBeGreaterThanOrEqual(96);
      expect(otherLeft - left).toBeLessThan(110);
    }
    expect(corner(3)).toEqual([]);
  });

  it('does not enlarge views that are legible', async () => {
    const views = new Float32Array(2 * 112 * 112 * 3);
    const { width } = await decode(await pairSheet(views, 112, 1));
    expect(width).toBeGreaterThan(2 * 112);
    expect(width).toBeLessThan(3 * 112);
  });
});
