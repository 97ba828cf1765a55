import { normalizeRows, type Features } from './features';

/** What an evaluation knows about the health of the representation. */
export interface CollapseSigns {
  /** Effective ranks, and the highest values that they could have. */
  readonly rankH: number;
  readonly largestRankH: number;
  readonly rankZ: number;
  readonly largestRankZ: number;
  /** `directionVariance` of z. */
  readonly varianceZ: number;
  /** NT-Xent, its mean over the steps since the last evaluation; null where none was taken, or by another loss. */
  readonly loss: number | null;
  /** Views that each view is compared with, 2N − 1. */
  readonly candidates: number;
  readonly temperature: number;
}

/** Share of the largest possible rank, and the rank, below which a representation counts as collapsed. */
const leastRankShare = 0.01;
const leastRank = 1.5;
const leastVariance = 0.01;
/** How far below log(2N − 1) the loss must have come, at a temperature of 1. */
const leastDescent = 0.01;

/**
 * Spread of the directions of the rows: 1 − ‖mean of the normalised rows‖². 0 where all point the same way, near 1
 * where they cancel out.
 */
export function directionVariance(features: Features): number {
  const { data, count, size } = normalizeRows(features);
  const mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size] = (mean[i % size] ?? 0) + (data[i] ?? 0) / count;
  return 1 - mean.reduce((sum, value) => sum + value * value, 0);
}

/**
 * Whether the representation has collapsed (all images mapped to nearly the same point, or into very few
 * dimensions), in words for the user, or null. Meant for a run that has trained for a while: an untrained encoder
 * may look the same.
 */
export function collapseWarning(signs: CollapseSigns): string | null {
  const found: string[] = [];
  if (signs.varianceZ < leastVariance) found.push('the projections z of all images point the same way');
  if (isLow(signs.rankH, signs.largestRankH))
    found.push(`h has an effective rank of only ${signs.rankH.toFixed(1)}`);
  if (isLow(signs.rankZ, signs.largestRankZ))
    found.push(`z has an effective rank of only ${signs.rankZ.toFixed(1)}`);
  const stuck = Math.log(signs.candidates);
  if (signs.loss !== null && signs.loss > stuck - Math.min(2, 1 / signs.temperature) * leastDescent) {
    found.push(`the loss is still at log(2N − 1) = ${stuck.toFixed(2)}, where nothing is told apart`);
  }
  if (found.length === 0) return null;
  return `the representation seems to have collapsed: ${found.join('; ')}. A lower learning rate, a longer warm-up or another temperature may help.`;
}

function isLow(rank: number, largest: number): boolean {
  return rank < Math.min(largest, Math.max(leastRank, leastRankShare * largest));
}
