import { UMAP } from 'umap-js';
import type { Matrix } from './matrix';
import { inverseLengths, selectRows } from './matrix';
import { nearestRows } from './nearestRows';
import { fairSample, seededRandom } from './seededRandom';

/** Rows that UMAP itself arranges; the others are put among their neighbours. */
export const mostLaidOut = 10_000;
/** Neighbours that hold a point in place. */
const neighbours = 15;
const minDist = 0.1;
/** Nearest laid-out rows whose mean a row takes that is not laid out itself. */
const anchors = 3;

/** How far it is, 0 to 1. */
export type Tell = (share: number) => void;

/**
 * UMAP in the plane by cosine similarity: the same numbers and seed give the same picture. The neighbours are exact.
 * Of more than `mostLaidOut` rows a fair sample is laid out, and each other row comes to its nearest three of them.
 * @param matrix rows; at least three.
 */
export function umapLayout(matrix: Matrix, seed: number, tell: Tell): Float32Array<ArrayBuffer> {
  const { count } = matrix;
  const chosen = fairSample(count, mostLaidOut, seed);
  const laidOut = layOut(chosen.length < count ? selectRows(matrix, chosen) : matrix, seed, tell);
  if (chosen.length === count) return laidOut;
  return putAmong(matrix, chosen, laidOut);
}

function layOut(matrix: Matrix, seed: number, tell: Tell): Float32Array<ArrayBuffer> {
  const { count, size } = matrix;
  const k = Math.min(neighbours, count - 1);
  const inverse = inverseLengths(matrix);
  const indices: number[][] = [];
  const distances: number[][] = [];
  for (let row = 0; row < count; row++) {
    const { rows, similarities } = nearestRows(matrix, inverse, row, k - 1);
    // As the library has it, a row is its own nearest neighbour.
    indices.push([row, ...rows]);
    distances.push([0, ...similarities.map((similarity) => Math.max(0, 1 - similarity))]);
    if (row % 100 === 0) tell((0.4 * row) / count);
  }
  const umap = new UMAP({ nNeighbors: k, minDist, nComponents: 2, random: seededRandom(seed) });
  umap.setPrecomputedKNN(indices, distances);
  const rows = Array.from({ length: count }, (_, row) =>
    Array.from(matrix.data.subarray(row * size, (row + 1) * size)),
  );
  const epochs = umap.initializeFit(rows);
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    tell(0.4 + (0.6 * (epoch + 1)) / epochs);
  }
  return Float32Array.from(umap.getEmbedding().flat());
}

function putAmong(matrix: Matrix, chosen: Int32Array, laidOut: Float32Array): Float32Array<ArrayBuffer> {
  const { count, data, size } = matrix;
  const points = new Float32Array(2 * count);
  const isChosen = new Uint8Array(count);
  chosen.forEach((row, i) => {
    isChosen[row] = 1;
    points.set(laidOut.subarray(2 * i, 2 * i + 2), 2 * row);
  });
  const bank = selectRows(matrix, chosen);
  // One more row at the end, for the one that is asked about.
  const asked = { data: new Float32Array((bank.count + 1) * size), count: bank.count + 1, size };
  asked.data.set(bank.data);
  const inverse = new Float32Array(asked.count);
  inverse.set(inverseLengths(bank));
  // The length of the asked row does not change which are nearest.
  inverse[bank.count] = 1;
  for (let row = 0; row < count; row++) {
    if (isChosen[row] === 1) continue;
    asked.data.set(data.subarray(row * size, (row + 1) * size), bank.count * size);
    for (const near of nearestRows(asked, inverse, bank.count, anchors).rows) {
      points[2 * row] = (points[2 * row] ?? 0) + (laidOut[2 * near] ?? 0) / anchors;
      points[2 * row + 1] = (points[2 * row + 1] ?? 0) + (laidOut[2 * near + 1] ?? 0) / anchors;
    }
  }
  return points;
}
