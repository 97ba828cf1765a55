import type { Dataset, Factors } from '../data/dataset';
import type { EmbeddingFactor, EmbeddingImages } from '../runs/embeddingImages';
import { generatedFactors } from './generatedFactors';

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
  return generatedFactors.flatMap(({ name, factor, kind, categories = null, shown }) => {
    const values = factors[factor];
    if (values === undefined || !shown) return [];
    // More digits than a colour or a table shows would only make the file longer.
    const rounded = Array.from(indices, (i) => Number((values[i] ?? 0).toPrecision(5)));
    return [{ name, kind, categories, values: rounded }];
  });
}
