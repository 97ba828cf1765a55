import type { DataConfig } from '../config/runConfig';
import { chooseSizes, sampleShapes, storedBytes } from './chooseSizes';
import type { BadFile, Dataset } from './dataset';
import { openSource } from './openSource';
import type { OpenOptions } from './openDataset';
import type { OpenHooks } from './progress';
import { limitPositions, planSplit } from './split';
import { splitWarnings } from './splitWarnings';

/** Headers of so many images are read, evenly spread. */
const inspected = 2000;

/** How many images there are. */
export interface Counts {
  readonly train: number;
  readonly test: number;
}

/** What a data set is, found out without decoding it. */
export interface DatasetDescription {
  readonly name: string;
  readonly format: Dataset['format'];
  /** Absolute path of the source, or "builtin". */
  readonly source: string;
  readonly images: Counts;
  /** Images of each class, in label order; null where there are no labels. */
  readonly classes: readonly ({ readonly name: string } & Counts)[] | null;
  /** Images without a label among labelled ones. */
  readonly unlabelled: Counts;
  readonly splitOrigin: string;
  /** Shorter and longer sides of the images whose headers were read, pixels; null where none could be. */
  readonly sides: {
    readonly shorter: { readonly min: number; readonly median: number; readonly max: number };
    readonly longer: { readonly min: number; readonly median: number; readonly max: number };
  } | null;
  /** How many headers were read; where fewer than all, sides and bad files are those of a sample. */
  readonly inspected: number;
  /** Side of a view, "auto" resolved, pixels. */
  readonly imageSize: number;
  /** Bytes that the decoded images would take on the disk, about. */
  readonly decodedBytes: number;
  readonly badFiles: readonly BadFile[];
  readonly warnings: readonly string[];
}

/**
 * Describes a data set from names and headers, in a second or so: damage within a file shows only on decoding.
 * @throws UserError when there is no such source or no image in it.
 */
export async function inspectDataset(
  config: DataConfig,
  { baseFolder, seed }: Pick<OpenOptions, 'baseFolder' | 'seed'>,
  hooks: OpenHooks = {},
): Promise<DatasetDescription> {
  const source = await openSource(config, baseFolder, hooks);
  const listing = await source.listing();
  const { classes, labels } = listing;
  const badFiles: BadFile[] = [...source.badFiles];
  const shapes = await sampleShapes(source, inspected, (position, reason) => {
    badFiles.push({ path: source.pathOf(position), reason });
  });
  const { imageSize, storeSize } = chooseSizes(shapes, config.imageSize);
  const plan = planSplit(listing, config.testFraction, seed);
  const train = config.limit === null ? plan.train : limitPositions(plan.train, labels, config.limit, seed);
  const labelsOf = (positions: Int32Array) => labels && positions.map((position) => labels[position] ?? -1);
  const [trainLabels, testLabels] = [labelsOf(train), labelsOf(plan.test)];
  const [ofTrain, ofTest] = [histogram(trainLabels), histogram(testLabels)];
  const count = (label: number): Counts => ({
    train: ofTrain.get(label) ?? 0,
    test: ofTest.get(label) ?? 0,
  });
  return {
    ...{ name: source.name, format: source.format, source: source.path, imageSize, badFiles },
    images: { train: train.length, test: plan.test.length },
    classes: classes && classes.map((name, label) => ({ name, ...count(label) })),
    unlabelled: count(-1),
    splitOrigin: plan.origin,
    sides:
      shapes.length === 0
        ? null
        : {
            shorter: rangeOf(shapes.map(({ height, width }) => Math.min(height, width))),
            longer: rangeOf(shapes.map(({ height, width }) => Math.max(height, width))),
          },
    inspected: Math.min(inspected, source.count),
    decodedBytes: Math.round((train.length + plan.test.length) * storedBytes(shapes, storeSize)),
    warnings: [
      ...source.warnings,
      ...plan.warnings,
      ...(listing.parts ? splitWarnings(classes, trainLabels, testLabels) : []),
    ],
  };
}

function rangeOf(values: number[]): { min: number; median: number; max: number } {
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { min: at(0), median: at(0.5), max: at(1) };
}

/** How often each label occurs. */
function histogram(labels: Int32Array | null): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
