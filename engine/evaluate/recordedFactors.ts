import type { Factors } from '../data/dataset';
import { generatedFactors, type GeneratedFactor } from './generatedFactors';

/** Something that a classifier is to predict of each image. */
export interface FactorTarget {
  readonly name: string;
  readonly classes: number;
  /** Class of each image, in the order of the indices. */
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Parts of a full circle that angles are told apart by, and of the range of other numbers. */
const angles = 8;
const levels = 4;

/**
 * The recorded factors of generated images as classes: angles by eighths of a circle, the first of them around 0°;
 * other numbers by quarters of the training images. Empty where nothing is recorded.
 */
export function recordedFactors(
  train: { readonly factors: Factors | null; readonly indices: Int32Array },
  test: { readonly factors: Factors | null; readonly indices: Int32Array },
): FactorTarget[] {
  return generatedFactors.flatMap(({ name, factor, kind, probed }) => {
    if (!probed) return [];
    const [fitted, judged] = [train, test].map(({ factors, indices }) => {
      const values = factors?.[factor];
      return values && Float64Array.from(indices, (i) => values[i] ?? 0);
    });
    if (!fitted || !judged) return [];
    const { classes, classOf } = classesOf(kind, fitted);
    return [
      { name, classes, train: Int32Array.from(fitted, classOf), test: Int32Array.from(judged, classOf) },
    ];
  });
}

function classesOf(
  kind: GeneratedFactor['kind'],
  values: Float64Array,
): { classes: number; classOf: (value: number) => number } {
  switch (kind) {
    case 'category':
      return { classes: Math.max(...values) + 1, classOf: (value) => value };
    case 'angle':
      return { classes: angles, classOf: (degrees) => Math.round((degrees / 360) * angles) % angles };
    case 'number': {
      const sorted = values.slice().sort();
      const borders = Array.from(
        { length: levels - 1 },
        (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / levels)] ?? 0,
      );
      return { classes: levels, classOf: (value) => borders.filter((border) => value >= border).length };
    }
  }
}
