import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';
import { part, type Listing } from './imageSource';
import { nameSome } from './nameSome';

/** Positions of the images of each part, ascending, and how the parts came about. */
export interface SplitPlan {
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** In words for the log. */
  readonly origin: string;
  readonly warnings: readonly string[];
}

/** Positions grouped by class; −1 is a group of its own. Without labels all are of one class, 0. */
function groupByClass(positions: Int32Array, labels: Int32Array | null): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const position of positions) {
    const label = labels?.[position] ?? 0;
    const group = groups.get(label);
    if (group) group.push(position);
    else groups.set(label, [position]);
  }
  return groups;
}

function ascending(positions: readonly number[]): Int32Array {
  return Int32Array.from(positions).sort();
}

/**
 * The split that the source gives, or a seeded one: of each class a share `testFraction`, at least one image where
 * it has two, and never its last. Images without a label among labelled ones are trained on.
 */
export function planSplit(listing: Listing, testFraction: number, seed: number): SplitPlan {
  const { labels, parts, ids } = listing;
  if (parts) {
    const all = Int32Array.from(parts.keys());
    return {
      train: all.filter((i) => parts[i] === part.train),
      test: all.filter((i) => parts[i] === part.test),
      origin: 'given',
      warnings: [],
    };
  }
  const train: number[] = [];
  const test: number[] = [];
  /** Images that are the only one of their class. */
  const alone: string[] = [];
  for (const [label, group] of groupByClass(Int32Array.from(ids.keys()), labels)) {
    const wanted = Math.max(1, Math.round(testFraction * group.length));
    const held = label < 0 ? 0 : Math.min(wanted, group.length - 1);
    if (labels && label >= 0 && group.length === 1) alone.push(ids[group[0] ?? 0] ?? '');
    // A stream for each class: one more image in a class leaves the split of the others as it is.
    const order = new PhiloxStream(seed, streams.split, label + 1).permutation(group.length);
    for (const [n, index] of order.entries()) (n < held ? test : train).push(group[index] ?? 0);
  }
  const share = `${String(Number((100 * testFraction).toPrecision(3)))} %`;
  return {
    train: ascending(train),
    test: ascending(test),
    origin: labels ? `seeded, ${share} of each class` : `seeded, ${share} of the images`,
    warnings:
      alone.length > 0 ? [`Alone in their class, so trained on and not evaluated: ${nameSome(alone)}.`] : [],
  };
}

/**
 * At most `limit` of the positions, chosen by the seed: as many of each class as of any other, as far as the
 * classes reach. Unlabelled images among labelled ones keep their share.
 */
export function limitPositions(
  positions: Int32Array,
  labels: Int32Array | null,
  limit: number,
  seed: number,
): Int32Array {
  if (positions.length <= limit) return positions;
  const groups = groupByClass(positions, labels);
  const unlabelled = groups.get(-1) ?? [];
  groups.delete(-1);
  const fromUnlabelled = Math.round((limit * unlabelled.length) / positions.length);
  const shuffled = (group: readonly number[], label: number) =>
    Array.from(
      new PhiloxStream(seed, streams.limit, label + 2).permutation(group.length),
      (i) => group[i] ?? 0,
    );

  // Round by round one image of each class; the order of the classes decides the last, incomplete round.
  const classes = [...groups].map(([label, group]) => shuffled(group, label));
  const order = new PhiloxStream(seed, streams.limit, 0).permutation(classes.length);
  const chosen: number[] = shuffled(unlabelled, -1).slice(0, fromUnlabelled);
  for (let round = 0; chosen.length < limit; round++) {
    for (const index of order) {
      const position = classes[index]?.[round];
      if (position !== undefined && chosen.length < limit) chosen.push(position);
    }
  }
  return ascending(chosen);
}
