import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Features } from '../../../engine/evaluate/features';

/** Numbers made by test/vectors/make_evaluate.py with numpy and PyTorch in float64. */
interface Vectors {
  readonly classes: number;
  readonly size: number;
  /** Features times 64. */
  readonly rows: readonly number[];
  readonly labels: readonly number[];
  readonly trainCount: number;
  readonly logistic: readonly { l2: number; loss: number; accuracy: number }[];
  readonly probe: { batch: number; rate: number; weight: number[]; bias: number[]; accuracy: number };
  readonly knn: readonly { k: number; temperature: number; predicted: number[] }[];
  /** Of features that both sides make from numbers of a seeded stream; `checksum` tells whether they are the same. */
  readonly chosenPenalty: readonly {
    readonly trainCount: number;
    readonly testCount: number;
    readonly size: number;
    readonly classes: number;
    readonly seed: number;
    readonly checksum: number;
    /** Accuracy of each penalty, the strongest first. */
    readonly validation: readonly number[];
    readonly l2: number;
    readonly accuracy: number;
  }[];
  readonly rank: { tall: number; wide: number; centred: number };
  readonly alignment: number;
  readonly uniformity: number;
  readonly symmetric: { side: number; matrix: number[]; eigenvalues: number[] };
}

export const vectors = JSON.parse(
  readFileSync(join(__dirname, '../../vectors/evaluate.json'), 'utf8'),
) as Vectors;

/** All rows, 700 × 24: of uneven scale, off centre, one dimension constant. */
export const allRows: Features = toFeatures(
  vectors.rows.map((value) => value / 64),
  vectors.size,
);

/** Rows first to end − 1 of `features`. */
export function rowRange({ data, size }: Features, first: number, end: number): Features {
  return { data: data.slice(first * size, end * size), count: end - first, size };
}

/** Features from a flat list of numbers. */
export function toFeatures(values: readonly number[], size: number): Features {
  return { data: Float32Array.from(values), count: values.length / size, size };
}
