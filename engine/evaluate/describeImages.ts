import { backgrounds, surfaces } from '../data/builtin/textures';
import type { Dataset, Factors } from '../data/dataset';
import type { EmbeddingFactor, EmbeddingImages } from '../runs/embeddingImages';

/** A recorded factor of generated images as people are shown it: the class is a label, and what is noise is left out. */
const shown: readonly (Pick<EmbeddingFactor, 'name' | 'kind'> & {
  readonly factor: string;
  readonly categories?: readonly string[];
})[] = [
  { name: 'hue', factor: 'hueDegrees', kind: 'angle' },
  { name: 'saturation', factor: 'saturation', kind: 'number' },
  { name: 'brightness', factor: 'value', kind: 'number' },
  { name: 'orientation', factor: 'orientationDegrees', kind: 'angle' },
  { name: 'scale', factor: 'scale', kind: 'number' },
  { name: 'horizontal position', factor: 'x', kind: 'number' },
  { name: 'vertical position', factor: 'y', kind: 'number' },
  { name: 'texture', factor: 'texture', kind: 'category', categories: surfaces.map(({ name }) => name) },
  {
    ...{ name: 'background', factor: 'background', kind: 'category' },
    categories: backgrounds.map(({ name }) => name),
  },
  { name: 'background hue', factor: 'backgroundHueDegrees', kind: 'angle' },
];

/**
 * What `images.json` says of the test images at `indices`: names, classes, recorded factors, and how they were chosen.
 * @param seed of the choice by `chooseEvaluationImages`.
 */
export function describeImages(dataset: Dataset, indices: Int32Array, seed: number): EmbeddingImages {
  const { ids, labels, factors } = dataset.test;
  // Among labelled images those without a class are not evaluated.
  const eligible = labels?.filter((label) => label >= 0).length ?? 0;
  return {
    split: 'test',
    classes: dataset.classes,
    ids: Array.from(indices, (i) => ids[i] ?? ''),
    labels: labels && Array.from(indices, (i) => labels[i] ?? -1),
    factors: factors === null ? [] : recorded(factors, indices),
    sampling: { of: eligible === 0 ? ids.length : eligible, seed },
  };
}

function recorded(factors: Factors, indices: Int32Array): EmbeddingFactor[] {
  return shown.flatMap(({ name, factor, kind, categories = null }) => {
    const values = factors[factor];
    if (values === undefined) return [];
    // More digits than a colour or a table shows would only make the file longer.
    const rounded = Array.from(indices, (i) => Number((values[i] ?? 0).toPrecision(5)));
    return [{ name, kind, categories, values: rounded }];
  });
}
