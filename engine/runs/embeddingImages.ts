import * as z from 'zod';

const factor = z.object({
  /** As on screen: "hue". */
  name: z.string(),
  /** One of `categories`; degrees, 0 to 360; or a number of any size. */
  kind: z.enum(['category', 'angle', 'number']),
  /** Names of the categories by value; null for the other kinds. */
  categories: z.array(z.string()).readonly().nullable(),
  /** One value an image. */
  values: z.array(z.number()).readonly(),
});

const sampling = z.object({
  /** Images of the split that could have been chosen. */
  of: z.int().min(0),
  /** Seed of the choice, which takes as many images of each class as of any other. */
  seed: z.int().min(0),
});

/** `images.json` beside h.npy and z.npy: what each of their rows is. */
export const embeddingImagesSchema = z
  .object({
    split: z.literal('test'),
    /** Names of the classes by label; null without labels. */
    classes: z.array(z.string()).readonly().nullable(),
    /** Names of the images, which are the same at every step. */
    ids: z.array(z.string()).readonly(),
    /** Class of each image; −1 where it has none. */
    labels: z.array(z.int().min(-1)).readonly().nullable(),
    /** What is recorded of generated images; empty for others, and in files of the first versions. */
    factors: z.array(factor).readonly().default([]),
    /** null in files of the first versions, which do not say. */
    sampling: sampling.nullable().default(null),
  })
  .refine(
    ({ ids, labels, factors }) =>
      (labels === null || labels.length === ids.length) &&
      factors.every(({ values }) => values.length === ids.length),
    'there are not as many labels or factors as images',
  );

export type EmbeddingImages = z.output<typeof embeddingImagesSchema>;
export type EmbeddingFactor = z.output<typeof factor>;
