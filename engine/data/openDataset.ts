import { join } from 'node:path';
import type { DataConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { chooseSizes, sampleShapes, storedBytes } from './chooseSizes';
import type { BadFile, Dataset, Factors, ImageFileInfo, Split } from './dataset';
import { decodedImages, type DecodedImages } from './decodedImages';
import { fingerprintOf } from './fingerprint';
import type { ImageSource, Listing } from './imageSource';
import { openSource } from './openSource';
import type { OpenHooks } from './progress';
import { limitPositions, planSplit } from './split';
import { splitWarnings } from './splitWarnings';

/** Where a data set is looked for and kept, and the seed of what is random in it. */
export interface OpenOptions {
  /** Absolute path of the folder that a relative `data.source` starts from. */
  readonly baseFolder: string;
  /** Absolute path of the folder of runs; decoded images are kept in it, beside the runs. */
  readonly runsFolder: string;
  /** Seed of the split and of the choice under `data.limit`. */
  readonly seed: number;
}

/** The folder of decoded images beside the runs. */
export function imagesFolderOf(runsFolder: string): string {
  return join(runsFolder, '.images');
}

/**
 * Opens a data set: finds out its format, splits it, and decodes its images into a file, or finds them decoded.
 * @throws UserError when there is no such source, no image in it, too many bad files, or no room for them.
 */
export async function openDataset(
  config: DataConfig,
  { baseFolder, runsFolder, seed }: OpenOptions,
  hooks: OpenHooks = {},
): Promise<Dataset> {
  const source = await openSource(config, baseFolder, hooks);
  if (source.count < 2) {
    throw new UserError(
      `${source.path} holds ${source.count === 0 ? 'no image' : 'one image'}: training needs at least two.`,
    );
  }
  const listing = await source.listing();
  const shapes = await sampleShapes(source);
  const sizes = chooseSizes(shapes, config.imageSize);
  const plan = planSplit(listing, config.testFraction, seed);
  const train =
    config.limit === null ? plan.train : limitPositions(plan.train, listing.labels, config.limit, seed);
  const positions = Int32Array.from([...train, ...plan.test]).sort();
  const fingerprint = fingerprintOf(source, sizes.storeSize);
  const decoded = await decodedImages(
    {
      ...{ source, positions, fingerprint, storeSize: sizes.storeSize, maxBadFiles: config.maxBadFiles },
      cacheFolder: imagesFolderOf(runsFolder),
      expectedBytes: positions.length * storedBytes(shapes, sizes.storeSize),
    },
    hooks,
  );

  const trainSplit = assemble(train, listing, decoded);
  const testSplit = assemble(plan.test, listing, decoded);
  if (trainSplit.images.count === 0 || testSplit.images.count === 0) {
    const empty = trainSplit.images.count === 0 ? 'training' : 'test';
    throw new UserError(`${source.path} has no ${empty} images that can be used.`);
  }
  return {
    ...{ name: source.name, format: source.format, source: source.path, fingerprint },
    classes: listing.classes,
    imageSize: sizes.imageSize,
    train: trainSplit,
    test: testSplit,
    splitOrigin: plan.origin,
    badFiles: badFilesOf(source, decoded),
    warnings: [
      ...source.warnings,
      ...plan.warnings,
      ...(listing.parts ? splitWarnings(listing.classes, trainSplit.labels, testSplit.labels) : []),
      ...(decoded.replaced ? ['The file of decoded images was damaged; it has been made anew.'] : []),
    ],
  };
}

function badFilesOf(source: ImageSource, { failures }: DecodedImages): BadFile[] {
  return [
    ...source.badFiles,
    ...failures.map(({ position, reason }) => ({ path: source.pathOf(position), reason })),
  ];
}

/** The part of a data set at `positions` of the listing, without the images that cannot be used. */
function assemble(positions: Int32Array, listing: Listing, { cache }: DecodedImages): Split {
  const usable = positions.filter((position) => (cache.index[3 * position] ?? -1) >= 0);
  const index = new Float64Array(new SharedArrayBuffer(24 * usable.length));
  for (const [n, position] of usable.entries()) {
    index.set(cache.index.subarray(3 * position, 3 * position + 3), 3 * n);
  }
  const images: ImageFileInfo = { path: cache.path, count: usable.length, index };
  const { labels, factors, ids } = listing;
  return {
    images,
    labels: labels && usable.map((position) => labels[position] ?? -1),
    ids: Array.from(usable, (position) => ids[position] ?? ''),
    factors: factors && selectFactors(factors, usable),
  };
}

function selectFactors(factors: Factors, positions: Int32Array): Factors {
  return Object.fromEntries(
    Object.entries(factors).map(([name, values]) => [
      name,
      Float32Array.from(positions, (position) => values[position] ?? 0),
    ]),
  );
}
