/**
 * The arithmetic of the panel, in a worker of its own: it holds the rows of h and z, and answers questions about them.
 */
import { kMeans } from './math/kMeans';
import { inverseLengths, normalizeRows, type Matrix } from './math/matrix';
import { nearestRows } from './math/nearestRows';
import { principalComponents } from './math/principalComponents';
import { umapLayout } from './math/umapLayout';
import type { FromWorker, PlaneProjection, Space, ToWorker } from './workerMessages';

/** Dimensions that UMAP looks for neighbours in: those in which nearly all of the variance is, and quick to search. */
const umapDimensions = 50;
/** Milliseconds from one word about progress to the next. */
const tellEvery = 50;

interface Loaded {
  readonly matrix: Matrix;
  readonly inverse: Float32Array;
}
let loaded: Readonly<Record<Space, Loaded>> | null = null;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const post = (message: FromWorker) => postMessage(message);
  const { id } = data;
  try {
    post({ id, type: 'answer', answer: answerOf(data, (share) => post({ id, type: 'progress', share })) });
  } catch (error) {
    post({ id, type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

function answerOf({ name, asked }: ToWorker, tell: (share: number) => void): unknown {
  switch (name) {
    case 'load':
      // The loss sees the direction of z alone.
      normalizeRows(asked.z);
      loaded = { h: withLengths(asked.h), z: withLengths(asked.z) };
      return null;
    case 'pca': {
      const { coordinates, shares } = principalComponents(rowsOf(asked.space).matrix, 2);
      return { points: coordinates.data, shares } satisfies PlaneProjection;
    }
    case 'clusters': {
      // By direction, as neighbours are.
      const matrix = copy(rowsOf(asked.space).matrix);
      normalizeRows(matrix);
      return kMeans(matrix, asked.k, asked.seed);
    }
    case 'neighbours': {
      const of = (space: Space) => {
        const { matrix, inverse } = rowsOf(space);
        return nearestRows(matrix, inverse, asked.row, asked.k);
      };
      return { h: of('h'), z: of('z') };
    }
    case 'umap':
      return umap(asked.matrix, asked.byDirection, asked.seed, tell);
  }
}

function umap(
  matrix: Matrix,
  byDirection: boolean,
  seed: number,
  tell: (share: number) => void,
): PlaneProjection {
  if (byDirection) normalizeRows(matrix);
  let last = -Infinity;
  const tellNow = (share: number) => {
    const now = performance.now();
    if (now < last + tellEvery && share < 1) return;
    last = now;
    tell(share);
  };
  tellNow(0);
  const wide = matrix.size > umapDimensions;
  const reduced: Matrix = wide ? principalComponents(matrix, umapDimensions).coordinates : matrix;
  return { points: umapLayout(reduced, seed, tellNow), shares: null } satisfies PlaneProjection;
}

function rowsOf(space: Space): Loaded {
  if (loaded === null) throw new Error('Nothing has been loaded.');
  return loaded[space];
}

function withLengths(matrix: Matrix): Loaded {
  return { matrix, inverse: inverseLengths(matrix) };
}

function copy({ data, count, size }: Matrix): Matrix {
  return { data: data.slice(), count, size };
}
