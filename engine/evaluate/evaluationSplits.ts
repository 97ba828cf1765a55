import type { Dataset, ImageFileInfo, Split } from '../data/dataset';
import { limitPositions } from '../data/split';

/** Images that representations are judged on. */
export interface EvaluationImages {
  readonly images: ImageFileInfo;
  /** Side of a view in pixels. */
  readonly imageSize: number;
  /** Positions in the split, ascending. */
  readonly indices: Int32Array;
}

/** The images of both splits that an evaluation looks at, and their classes. */
export interface EvaluationSplits {
  readonly train: EvaluationImages;
  readonly test: EvaluationImages;
  /** Class of each image, in the order of the indices; null where there is nothing to classify. */
  readonly labels: {
    readonly classes: number;
    readonly train: Int32Array;
    readonly test: Int32Array;
  } | null;
}

/** Whether both splits have images with a class, so that probes and kNN make sense. */
export function isLabelled({ classes, train, test }: Dataset): boolean {
  const some = ({ labels }: Split) => labels?.some((label) => label >= 0) === true;
  return classes !== null && some(train) && some(test);
}

/**
 * At most `most` images of each split, as many of each class as of any other and chosen by the seed. Among labelled
 * images those without a class (−1) are left out.
 * @param mostTraining of the training images, where they are to be fewer.
 */
export function chooseEvaluationImages(
  dataset: Dataset,
  most: number,
  seed: number,
  mostTraining = most,
): EvaluationSplits {
  const labelled = isLabelled(dataset);
  const choose = (name: 'train' | 'test', count: number) => {
    const split = dataset[name];
    const labels = labelled ? split.labels : null;
    const all = Int32Array.from({ length: split.images.count }, (_, i) => i);
    const eligible = labels ? all.filter((i) => (labels[i] ?? -1) >= 0) : all;
    const indices = limitPositions(eligible, labels, count, seed);
    return {
      images: { images: split.images, imageSize: dataset.imageSize, indices },
      labels: indices.map((i) => labels?.[i] ?? -1),
    };
  };
  const train = choose('train', Math.min(most, mostTraining));
  const test = choose('test', most);
  return {
    train: train.images,
    test: test.images,
    labels: labelled
      ? { classes: dataset.classes?.length ?? 0, train: train.labels, test: test.labels }
      : null,
  };
}
