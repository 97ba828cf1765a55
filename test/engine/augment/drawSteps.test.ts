import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { augmentSchema, type AugmentConfig } from '../../../engine/config/augmentation';
import { recordLength, recordTypes } from '../../../engine/augment/encodeTransforms';
import { compileAugment, ViewMaker } from '../../../engine/augment/viewMaker';
import { philox4x32 } from '../../../engine/random/philox';
import { streams } from '../../../engine/random/streams';

/** A distribution function as `make_augment.py` stores it: the share of samples that does not exceed each number. */
interface Distribution {
  readonly at: number[];
  readonly share: number[];
}

interface Draws {
  readonly crops: {
    height: number;
    width: number;
    scale: [number, number];
    ratio: [number, number];
    drawn: Distribution[];
    area: Distribution;
    aspect: Distribution;
  }[];
  readonly cutouts: {
    size: number;
    scale: [number, number];
    ratio: [number, number];
    erased: number;
    drawn: Distribution[];
  }[];
  readonly jitters: { strength: [number, number, number, number]; limits: [number, number][] }[];
}

const vectors = join(__dirname, '../../vectors/augment-draws.json');
const draws = JSON.parse(readFileSync(vectors, 'utf8')) as Draws;
const compiled = compileAugment();
const samples = 30_000;

/**
 * The largest difference of distribution functions that chance explains (Kolmogorov and Smirnov) is below this in
 * all but one of 10,000 comparisons of 30,000 with 60,000 samples.
 */
const tolerance = 0.016;

type AugmentInput = Parameters<typeof augmentSchema.parse>[0];

function makerOf(augment: AugmentInput, height: number, width: number, seed = 5): ViewMaker {
  const maker = new ViewMaker(compiled, 32, augmentSchema.parse(augment), seed);
  maker.source(height, width);
  return maker;
}

/** The steps of the first view of many images. */
function drawMany(transforms: unknown[], height = 32, width = 32, count = samples): number[][][] {
  const maker = makerOf({ transforms }, height, width);
  return Array.from({ length: count }, (_, image) => {
    const numbers = Array.from(maker.draw({ epoch: 3, image, branch: 0 }));
    const steps: number[][] = [];
    for (let at = 0; at < numbers.length; at += recordLength)
      steps.push(numbers.slice(at, at + recordLength));
    return steps;
  });
}

/** Shares of drawn values that do not exceed each number of a distribution, compared with it. */
function distance(values: readonly number[], { at, share }: Distribution): number {
  const sorted = Float64Array.from(values).sort();
  let below = 0;
  return at.reduce((largest, limit, i) => {
    while (below < sorted.length && (sorted[below] ?? 0) <= limit + 1e-6) below++;
    return Math.max(largest, Math.abs(below / sorted.length - (share[i] ?? NaN)));
  }, 0);
}

/** The uniform distribution over [low, high]. */
function uniform(low: number, high: number): Distribution {
  const share = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);
  return { at: share.map((s) => low + s * (high - low)), share };
}

const column = (steps: number[][], i: number): number[] => steps.map((step) => step[i] ?? NaN);

describe('random resized crop', () => {
  it.each(draws.crops)(
    'is drawn as torchvision draws it: $width × $height, scale $scale, ratio $ratio',
    ({ height, width, scale, ratio, drawn, area, aspect }) => {
      const crops = drawMany([{ type: 'crop', scale, ratio }], height, width).map(([step]) => step ?? []);
      drawn.forEach((distribution, i) => {
        expect(distance(column(crops, i + 1), distribution)).toBeLessThan(tolerance);
      });
      const [heights, widths] = [column(crops, 3), column(crops, 4)];
      const areas = heights.map((h, i) => (h * (widths[i] ?? NaN)) / (height * width));
      expect(distance(areas, area)).toBeLessThan(tolerance);
      expect(
        distance(
          heights.map((h, i) => (widths[i] ?? NaN) / h),
          aspect,
        ),
      ).toBeLessThan(tolerance);
      for (const [, top = NaN, left = NaN, h = NaN, w = NaN] of crops) {
        if (!(top >= 0 && left >= 0 && h >= 1 && w >= 1 && top + h <= height && left + w <= width)) {
          expect.fail(`crop ${top}, ${left}, ${h}, ${w} leaves the image`);
        }
      }
    },
  );

  it('keeps the whole image where it is not applied', () => {
    const crops = drawMany([{ type: 'crop', p: 0.3 }], 40, 50).map(([step]) => step ?? []);
    const whole = crops.filter((step) => step.slice(1, 5).join() === '0,0,40,50');
    expect(whole.length / samples).toBeCloseTo(0.7, 1.5);
  });
});

describe('cutout', () => {
  it.each(draws.cutouts)(
    'is drawn as torchvision draws it: side $size, scale $scale, ratio $ratio',
    ({ size, scale, ratio, erased, drawn }) => {
      const maker = new ViewMaker(
        compiled,
        size,
        augmentSchema.parse({ transforms: [{ type: 'cutout', scale, ratio }] }),
      );
      maker.source(size, size);
      const rectangles: number[][] = [];
      for (let image = 0; image < samples; image++) {
        const steps = Array.from(maker.draw({ epoch: 0, image, branch: 0 }));
        if (steps.length > recordLength) rectangles.push(steps.slice(recordLength));
      }
      expect(Math.abs(rectangles.length / samples - erased)).toBeLessThan(tolerance);
      drawn.forEach((distribution, i) => {
        expect(distance(column(rectangles, i + 1), distribution)).toBeLessThan(tolerance);
      });
    },
  );
});

describe('colour jitter', () => {
  it.each(draws.jitters)('has the ranges of torchvision: $strength', ({ strength, limits }) => {
    const [brightness, contrast, saturation, hue] = strength;
    const jitters = drawMany([{ type: 'color', p: 1, brightness, contrast, saturation, hue }]).map(
      ([, step]) => step ?? [],
    );
    limits.forEach(([low, high], i) => {
      const amounts = column(jitters, i + 2);
      if (low === high) expect(new Set(amounts.map(Math.abs))).toEqual(new Set([low]));
      else expect(distance(amounts, uniform(low, high))).toBeLessThan(tolerance);
    });
  });

  it('takes each of the 24 orders as often', () => {
    const counts = new Map<number, number>();
    for (const [, step] of drawMany([{ type: 'color', p: 1 }])) {
      counts.set(step?.[1] ?? NaN, (counts.get(step?.[1] ?? NaN) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i));
    // The standard error is 0.0012.
    for (const count of counts.values()) expect(Math.abs(count / samples - 1 / 24)).toBeLessThan(0.006);
  });
});

describe('the other transformations', () => {
  it.each(['flip', 'color', 'grayscale', 'blur', 'cutout', 'sobel', 'noise'] as const)(
    '%s is applied with its probability',
    (type) => {
      const share = (p: number): number =>
        drawMany([{ type, p }]).filter((steps) => steps[1]?.[0] === recordTypes[type]).length / samples;
      expect(share(0)).toBe(0);
      expect(Math.abs(share(0.2) - 0.2)).toBeLessThan(tolerance);
      expect(share(1)).toBe(1);
    },
  );

  it('blurs by a uniform standard deviation with a kernel of a tenth of the side', () => {
    const blurs = drawMany([{ type: 'blur', p: 1, sigma: [0.1, 2] }]).map(([, step]) => step ?? []);
    expect(distance(column(blurs, 1), uniform(0.1, 2))).toBeLessThan(tolerance);
    const kernelSize = (side: number): number => {
      const maker = new ViewMaker(
        compiled,
        side,
        augmentSchema.parse({ transforms: [{ type: 'crop' }, { type: 'blur', p: 1 }] }),
      );
      maker.source(side, side);
      return 2 * (maker.draw({ epoch: 0, image: 0, branch: 0 })[recordLength + 2] ?? NaN) + 1;
    };
    expect([8, 32, 40, 64, 96, 128, 224].map(kernelSize)).toEqual([3, 3, 5, 7, 9, 13, 23]);
  });

  it('adds noise of a uniform standard deviation', () => {
    const noises = drawMany([{ type: 'noise', sigma: [0.05, 0.2] }]).map(([, step]) => step ?? []);
    expect(distance(column(noises, 1), uniform(0.05, 0.2))).toBeLessThan(tolerance);
  });

  it('rotates by each quarter turn as often, and by none in a quarter of the views', () => {
    const turns = drawMany([{ type: 'rotate' }]).map(([, step]) => step?.[1] ?? 0);
    for (const k of [0, 1, 2, 3]) {
      expect(Math.abs(turns.filter((turn) => turn === k).length / samples - 0.25)).toBeLessThan(tolerance);
    }
  });

  it('follow the size of the image: a crop after a quarter turn sees height and width swapped', () => {
    const steps = drawMany([{ type: 'rotate' }, { type: 'crop', p: 0 }], 20, 30, 200);
    for (const views of steps) {
      const turned = views.length === 2 && views[0]?.[1] !== 2;
      expect(views.at(-1)?.slice(1, 5)).toEqual(turned ? [0, 0, 30, 20] : [0, 0, 20, 30]);
    }
  });
});

describe('what is drawn', () => {
  const first = (maker: ViewMaker, name: { epoch: number; image: number; branch: 0 | 1 }): number =>
    (maker.draw(name)[recordLength + 1] ?? NaN) * 2 ** 32;

  /** A blur whose sigma shows the second word of its stream, since [0, 1] is its range. */
  const bare = { type: 'blur', p: 1, sigma: [0.01, 1.01] } as const;

  it('is Philox with the seed and stream as key and block, branch and position, image, epoch as counter', () => {
    const augment: AugmentInput = { transforms: [bare], secondBranch: [{ type: 'flip', p: 0 }, bare] };
    const maker = makerOf(augment, 32, 32, 0xcafe0001);
    for (const [branch, place] of [
      [0, 0],
      [1, 0x10001],
    ] as const) {
      for (const [epoch, image] of [
        [0, 0],
        [7, 59_999],
        [0xffffffff, 0xffffffff],
      ] as const) {
        const block = Uint32Array.of(0, place, image, epoch);
        philox4x32(block, 0xcafe0001, streams.augment);
        const sigma = first(maker, { epoch, image, branch }) / 2 ** 32;
        expect(sigma).toBeCloseTo(0.01 + (block[1] ?? NaN) / 2 ** 32, 12);
      }
    }
  });

  it('differs by seed, epoch, image and branch, and by nothing else', () => {
    const maker = makerOf({ transforms: [bare] }, 32, 32);
    const values = new Set<number>();
    for (const seed of [1, 2]) {
      const other = makerOf({ transforms: [bare] }, 32, 32, seed);
      for (const epoch of [0, 1]) {
        for (const image of [0, 1]) {
          for (const branch of [0, 1] as const) values.add(first(other, { epoch, image, branch }));
        }
      }
    }
    expect(values.size).toBe(16);
    const name = { epoch: 4, image: 17, branch: 1 } as const;
    const before = first(maker, name);
    first(maker, { epoch: 5, image: 3, branch: 0 });
    expect(first(maker, name)).toBe(before);
  });

  it('stays the same for a transformation when another one changes its probability', () => {
    const config = (p: number): AugmentConfig =>
      augmentSchema.parse({ transforms: [{ type: 'crop' }, { type: 'color', p }, { type: 'blur', p: 1 }] });
    const lastSigma = (p: number): number | undefined => {
      const maker = makerOf(config(p), 32, 32);
      return maker.draw({ epoch: 0, image: 9, branch: 0 }).at(1 - recordLength);
    };
    expect(lastSigma(0)).toBe(lastSigma(1));
  });
});
