import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openBuiltin } from '../../../engine/data/builtin/builtinSource';
import { signedDistance } from '../../../engine/data/builtin/polygon';
import { renderScene } from '../../../engine/data/builtin/render';
import { drawScene, type Scene } from '../../../engine/data/builtin/scene';
import { shapeNames, shapes, type ShapeName } from '../../../engine/data/builtin/shapes';
import type { RawImage } from '../../../engine/data/imageSource';
import { PhiloxStream } from '../../../engine/random/philox';
import { open, readAll, temporaryFolder } from './fixtures';

/** Copies so far apart that only one is in the image. */
const alone = { spacing: 10 };

/** A scene with parts of it given. */
function scene(index: number, given: Partial<Scene> = {}): Scene {
  return { ...drawScene(new PhiloxStream(5, 3, index), index % shapeNames.length), ...given };
}

/** The pixels of the first images of a set. */
async function paint(settings: {
  train: number;
  test: number;
  size?: number;
  seed?: number;
  shapes?: ShapeName[];
}): Promise<RawImage[]> {
  const source = openBuiltin({ size: 32, seed: 1, shapes: null, ...settings });
  const images: RawImage[] = [];
  for await (const image of source.images(
    Int32Array.from({ length: source.count }, (_, i) => i),
    256,
  )) {
    if (image instanceof Error) throw image;
    images.push(image);
  }
  return images;
}

const digest = (images: readonly RawImage[]) => {
  const hash = createHash('sha256');
  for (const { data } of images) hash.update(data);
  return hash.digest('hex');
};

/** Hue in degrees, from the definition of HSV. */
function hueOf(red: number, green: number, blue: number): number {
  const max = Math.max(red, green, blue);
  const chroma = max - Math.min(red, green, blue);
  const sector =
    max === red
      ? (green - blue) / chroma
      : max === green
        ? 2 + (blue - red) / chroma
        : 4 + (red - green) / chroma;
  return (60 * sector + 360) % 360;
}

/** How much of each pixel the shape covers: black shape on white ground, painted as the scene says. */
function coverage(of: Scene, size: number): number[] {
  const { data } = renderScene(
    {
      ...of,
      ...{ value: 0, texture: 0, background: 0, backgroundSaturation: 0, backgroundValue: 1 },
    },
    size,
  );
  return Array.from({ length: size * size }, (_, i) => 1 - (data[3 * i] ?? 0) / 255);
}

describe('the built-in set', () => {
  it('has as many images of each class as of any other, in the order of the classes', async () => {
    const data = await open(temporaryFolder(), { builtin: { train: 200, test: 50 } });
    expect(data).toMatchObject({ name: 'builtin', format: 'builtin', source: 'builtin', imageSize: 32 });
    expect(data.classes).toEqual(shapeNames);
    expect([data.train.images.count, data.test.images.count]).toEqual([200, 50]);
    for (const { labels, factors } of [data.train, data.test]) {
      const counts = shapeNames.map((_, label) => labels?.filter((own) => own === label).length);
      expect(new Set(counts)).toEqual(new Set([(labels?.length ?? 0) / 10]));
      expect([...(factors?.class ?? [])]).toEqual([...(labels ?? [])]);
    }
    expect(data.test.ids[0]).toBe('test/0');
  });

  it('has the shapes alone that one chooses, each a class in their order', async () => {
    const shapes: ShapeName[] = ['moon', 'arrow'];
    const data = await open(temporaryFolder(), { builtin: { train: 20, test: 10, shapes } });
    expect(data.classes).toEqual(shapes);
    expect([...(data.train.labels ?? [])]).toEqual(Array.from({ length: 20 }, (_, i) => i % 2));
    expect([...(data.train.factors?.class ?? [])]).toEqual([...(data.train.labels ?? [])]);
    // The first of all is an arrow, and nothing but the shape depends on the choice.
    const all = await paint({ train: 20, test: 10 });
    const some = await paint({ train: 20, test: 10, shapes });
    const second = await paint({ train: 20, test: 10, shapes: ['arrow', 'moon'] });
    expect(digest(second.slice(0, 1))).toBe(digest(all.slice(0, 1)));
    expect(digest(second.slice(1, 2))).not.toBe(digest(all.slice(1, 2)));
    expect(digest(second.slice(0, 1))).not.toBe(digest(some.slice(0, 1)));
  });

  it('records factors from which each image can be painted again', async () => {
    const data = await open(temporaryFolder(), { builtin: { train: 30, test: 10, seed: 9 } });
    for (const split of [data.train, data.test]) {
      for (const [i, image] of readAll(split).entries()) {
        const own = Object.fromEntries(
          Object.entries(split.factors ?? {}).map(([name, values]) => [name, values[i] ?? NaN]),
        );
        const again = renderScene(own as unknown as Scene, 32).data;
        // Factors are kept in single precision: a value on the edge of rounding may fall the other way.
        const differences = image.pixels.map((value, k) => Math.abs(value - (again[k] ?? 0)));
        expect(Math.max(...differences)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('is the same for the same seed, whatever the numbers of images, and another for another seed', async () => {
    const few = await paint({ train: 20, test: 10 });
    const many = await paint({ train: 40, test: 20 });
    expect(digest(few.slice(0, 20))).toBe(digest(many.slice(0, 20)));
    expect(digest(few.slice(20))).toBe(digest(many.slice(40, 50)));
    expect(digest(few.slice(0, 10))).not.toBe(digest(few.slice(20)));
    expect(digest(await paint({ train: 20, test: 10, seed: 2 }))).not.toBe(digest(few));
    // Whoever changes what is painted changes the version in its identity, too, and then this.
    expect(digest(few)).toBe('2a8d381ba5960e53e4158ea396cf936e8bf20403a6e048cdce4ae66b4e5d2c8b');
  });

  it('shows each shape in the recorded hue', () => {
    for (let i = 0; i < 60; i++) {
      const of = scene(i);
      const size = 64;
      const { data } = renderScene(of, size);
      const inside = coverage(of, size).flatMap((covered, at) => (covered === 1 ? [at] : []));
      expect(inside.length).toBeGreaterThan(50);
      for (const at of inside) {
        const [red = 0, green = 0, blue = 0] = data.subarray(3 * at, 3 * at + 3);
        const difference = Math.abs(hueOf(red, green, blue) - of.hueDegrees) % 360;
        expect(Math.min(difference, 360 - difference)).toBeLessThan(3);
      }
    }
  });

  it('turns shapes counter-clockwise by the recorded angle', () => {
    for (const label of shapes.keys()) {
      const still = { ...alone, texture: 0, background: 0, x: 0.5, y: 0.5, rowDegrees: 20, scale: 0.4 };
      const size = 48;
      const upright = renderScene(scene(label, still), size).data;
      const turned = renderScene(
        scene(label, { ...still, orientationDegrees: scene(label).orientationDegrees + 90 }),
        size,
      ).data;
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          // A quarter turn counter-clockwise takes the right edge to the top.
          const from = 3 * (column * size + (size - 1 - row));
          const to = 3 * (row * size + column);
          expect(Math.abs((turned[to] ?? 0) - (upright[from] ?? 0))).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('puts the centre of the shape where the factors say, at the recorded scale', () => {
    for (let i = 0; i < 40; i++) {
      const size = 96;
      // Well inside the image, so that nothing is cut off.
      const of = scene(i, { ...alone, x: 0.45, y: 0.55, scale: 0.3 });
      let [mass, sumX, sumY, reach] = [0, 0, 0, 0];
      for (const [at, covered] of coverage(of, size).entries()) {
        const x = ((at % size) + 0.5) / size;
        const y = (Math.floor(at / size) + 0.5) / size;
        mass += covered;
        sumX += covered * x;
        sumY += covered * y;
        if (covered > 0.5) reach = Math.max(reach, Math.hypot(x - of.x, y - of.y));
      }
      expect(Math.abs(sumX / mass - of.x)).toBeLessThan(0.005);
      expect(Math.abs(sumY / mass - of.y)).toBeLessThan(0.005);
      expect(Math.abs(reach - of.scale)).toBeLessThan(0.03);
    }
  });

  it('repeats the shape at the recorded distance along and across the rows', () => {
    for (const label of shapes.keys()) {
      const covered = coverage(scene(label, { rowDegrees: 0, spacing: 1 / 3, scale: 0.15 }), 48);
      for (let at = 0; at < 48 * 32; at++) {
        expect(covered[at + 48 * 16]).toBe(covered[at]);
        if (at % 48 < 32) expect(covered[at + 16]).toBe(covered[at]);
      }
    }
    // A quarter of the way round, the rows lie as they were.
    const at = (rowDegrees: number) => coverage(scene(3, { rowDegrees, x: 0.4, y: 0.6 }), 48);
    expect(at(120)).toEqual(at(30).map((value) => expect.closeTo(value, 2) as number));
    expect(at(60)).not.toEqual(at(30).map((value) => expect.closeTo(value, 2) as number));
  });

  it('lets no orientation of a shape look like another', () => {
    for (const label of shapes.keys()) {
      const at = (orientationDegrees: number) =>
        coverage(scene(label, { ...alone, orientationDegrees, x: 0.5, y: 0.5, scale: 0.45 }), 48);
      const upright = at(0);
      const area = upright.reduce((sum, value) => sum + value, 0);
      for (let degrees = 30; degrees <= 330; degrees += 30) {
        const difference = at(degrees).reduce(
          (sum, value, i) => sum + Math.abs(value - (upright[i] ?? 0)),
          0,
        );
        expect(difference / area).toBeGreaterThan(0.15);
      }
    }
  });

  it('gives colours that tell an image, but not its class', async () => {
    const [trainCount, testCount] = [1500, 500];
    const data = await open(temporaryFolder(), { builtin: { train: trainCount, test: testCount } });
    const [train, test] = [readAll(data.train), readAll(data.test)];
    const nearest = (histogram: number[], among: readonly number[][]) => {
      const distances = among.map((other) =>
        histogram.reduce((sum, v, i) => sum + Math.abs(v - (other[i] ?? 0)), 0),
      );
      return distances.indexOf(Math.min(...distances));
    };
    // Upper and lower half of an image are each other's nearest among many.
    const upper = test.map(({ pixels }) => histogramOf(pixels.slice(0, pixels.length / 2)));
    const lower = test.map(({ pixels }) => histogramOf(pixels.slice(pixels.length / 2)));
    const found = upper.filter((histogram, i) => nearest(histogram, lower) === i).length;
    expect(found / testCount).toBeGreaterThan(100 / testCount);
    // The class by the nearest histogram: a tenth would be chance. Colours say nothing, but a thin shape covers
    // less of an image than a stout one.
    const trainHistograms = train.map(({ pixels }) => histogramOf(pixels));
    const right = test.filter(
      ({ pixels }, i) =>
        data.train.labels?.[nearest(histogramOf(pixels), trainHistograms)] === data.test.labels?.[i],
    ).length;
    expect(right / testCount).toBeLessThan(0.25);
    // The mean hue of a class, as a point of the circle, is near the middle for every class.
    const { hueDegrees, backgroundHueDegrees } = data.train.factors ?? {};
    for (const hues of [hueDegrees, backgroundHueDegrees]) {
      for (const label of shapes.keys()) {
        const own = [...(hues ?? [])].filter((_, i) => data.train.labels?.[i] === label);
        const mean = (f: (radians: number) => number) =>
          own.reduce((sum, hue) => sum + f((hue * Math.PI) / 180), 0) / own.length;
        expect(own).toHaveLength(trainCount / 10);
        expect(Math.hypot(mean(Math.cos), mean(Math.sin))).toBeLessThan(4 / Math.sqrt(trainCount / 10));
      }
    }
  });

  it('takes other sizes', async () => {
    const [image] = await paint({ train: 10, test: 10, size: 50 });
    expect([image?.height, image?.width]).toEqual([50, 50]);
  });
});

/** Share of the pixels in each of 64 boxes of colour. */
function histogramOf(pixels: readonly number[]): number[] {
  const histogram = Array<number>(64).fill(0);
  for (let i = 0; i < pixels.length; i += 3) {
    const [red = 0, green = 0, blue = 0] = pixels.slice(i, i + 3);
    const box = (red >> 6) * 16 + (green >> 6) * 4 + (blue >> 6);
    histogram[box] = (histogram[box] ?? 0) + 3 / pixels.length;
  }
  return histogram;
}

describe('signedDistance', () => {
  const square = Float64Array.of(0, 0, 2, 0, 2, 2, 0, 2);

  it.each([
    [1, 1, -1],
    [1, 1.75, -0.25],
    [1, 3, 1],
    [5, 6, 5],
    [-3, 1, 3],
    [2, 1, 0],
  ])('of (%f, %f) to a square is %f', (x, y, distance) => {
    expect(signedDistance(square, x, y)).toBeCloseTo(distance, 12);
  });

  it('is positive in the notch of an outline that is not convex', () => {
    const notched = Float64Array.of(0, 0, 4, 0, 4, 4, 2, 2, 0, 4);
    expect(signedDistance(notched, 2, 3)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(signedDistance(notched, 2, 1)).toBeCloseTo(-1, 12);
  });
});
