/**
 * What a stream of random numbers is for. Every use has a number of its own, so that no two parts of a run draw
 * the same numbers from one seed. Numbers are never reused or changed: old runs must resume.
 */
export const streams = {
  /** The seeded split of a data set. */
  split: 1,
  /** The choice of images under `data.limit`. */
  limit: 2,
  /** The built-in set; index: the image. */
  builtin: 3,
  /** First values of the encoder's parameters. */
  encoder: 4,
  /** First values of the projection head's parameters. */
  head: 5,
  /** First values of the probes' parameters. */
  probe: 6,
  /** Order of the images in an epoch; index: the epoch. */
  shuffle: 7,
  /** The transformations; index: as the augmentation defines it. */
  augment: 8,
  /** The choice of images under `evaluate.maxImages`. */
  evaluate: 9,
  /** What factor probes do to images; index: the task. */
  factorProbe: 10,
  /** Which images the colour shortcut compares. */
  shortcut: 11,
} as const;
