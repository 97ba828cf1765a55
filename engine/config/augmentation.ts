import * as z from 'zod';

/** A probability, 0 to 1. */
const probability = z.number().min(0).max(1);

/** Probability that a transformation is applied to a view, where there is no more to say. */
const applied = (p: number) => probability.default(p).describe('Probability of being applied to a view.');

/** Strength of one part of the colour jitter. */
const factor = (what: string) =>
  z
    .number()
    .min(0)
    .max(10)
    .default(0.4)
    .describe(`${what}: multiplied by a factor from [max(0, 1 − x), 1 + x].`);

/** A pair [low, high] with low ≤ high, both within [min, max]. */
const range = (min: number, max: number) =>
  z
    .tuple([z.number().min(min).max(max), z.number().min(min).max(max)])
    .refine(([low, high]) => low <= high, { message: 'the first number must not exceed the second' });

/** Random resized crop (paper, appendix A): a part of `scale` of the area and aspect within `ratio`, resized to the view. */
const crop = z.strictObject({
  type: z.literal('crop').describe('Random resized crop.'),
  p: probability.default(1).describe('Probability; where it is not applied the image is resized whole.'),
  scale: range(0.001, 1).default([0.08, 1]).describe('Share of the area that is kept.'),
  ratio: range(0.1, 10)
    .default([3 / 4, 4 / 3])
    .describe('Aspect ratio, width over height.'),
});

const flip = z.strictObject({
  type: z.literal('flip').describe('Horizontal flip.'),
  p: probability.default(0.5).describe('Probability of a horizontal flip.'),
});

/** Colour jitter with torchvision's semantics: factors from [max(0, 1 − x), 1 + x], hue shift from [−hue, hue] turns, in random order. */
const color = z.strictObject({
  type: z.literal('color').describe('Colour jitter in random order.'),
  p: applied(0.8),
  brightness: factor('Brightness'),
  contrast: factor('Contrast'),
  saturation: factor('Saturation'),
  hue: z.number().min(0).max(0.5).default(0.1).describe('Hue: shifted by up to this share of a turn.'),
});

const grayscale = z.strictObject({
  type: z.literal('grayscale').describe('To gray, three channels kept.'),
  p: applied(0.2),
});

const blur = z.strictObject({
  type: z.literal('blur').describe('Gaussian blur.'),
  p: applied(0.5),
  sigma: range(0.01, 20).default([0.1, 2]).describe('Standard deviation in pixels.'),
  kernel: z
    .number()
    .gt(0)
    .max(1)
    .default(0.1)
    .describe('Kernel size as a share of the side, made odd and at least 3 (paper: 10 %).'),
});

const cutout = z.strictObject({
  type: z.literal('cutout').describe('Erases a rectangle.'),
  p: applied(1),
  scale: range(0, 1).default([0.02, 0.33]).describe('Share of the area that is erased to zero.'),
  ratio: range(0.1, 10).default([0.3, 3.3]).describe('Aspect ratio, width over height.'),
});

const sobel = z.strictObject({
  type: z.literal('sobel').describe('Replaces the view by its gradient magnitude.'),
  p: applied(1),
});

const noise = z.strictObject({
  type: z.literal('noise').describe('Adds Gaussian noise.'),
  p: applied(1),
  sigma: range(0, 1).default([0, 0.2]).describe('Standard deviation of Gaussian noise; values are 0 to 1.'),
});

const rotate = z.strictObject({
  type: z.literal('rotate').describe('Rotation by quarter turns.'),
  p: probability
    .default(1)
    .describe('Probability of a rotation by 0, 90, 180 or 270 degrees, each as likely.'),
});

/** One transformation of T with its parameters. */
export const transformSchema = z.discriminatedUnion('type', [
  crop,
  flip,
  color,
  grayscale,
  blur,
  cutout,
  sobel,
  noise,
  rotate,
]);

/** One transformation of T with its parameters, defaults filled in. */
export type Transform = z.output<typeof transformSchema>;

/** The name of a transformation, as in the paper's figure 5. */
export type TransformType = Transform['type'];

const transforms = z.array(transformSchema).max(32);

/**
 * T, the family of augmentations (paper §3). `transforms` are applied in order. A second list makes the
 * branches differ, as in the paper's figure 5 where one branch is only cropped and resized.
 */
export const augmentSchema = z.strictObject({
  transforms: transforms
    .prefault([{ type: 'crop' }, { type: 'flip' }, { type: 'color' }, { type: 'grayscale' }])
    .describe('Transformations of a view, in this order.'),
  secondBranch: transforms
    .nullable()
    .default(null)
    .describe('Transformations of the second view; null means the same as the first.'),
});

/** T for both branches, defaults filled in. */
export type AugmentConfig = z.output<typeof augmentSchema>;
