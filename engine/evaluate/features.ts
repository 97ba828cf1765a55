import { PhiloxStream } from '../random/philox';
import { streams } from '../random/streams';

/** What a network made of some images: one row an image, row-major. */
export interface Features {
  readonly data: Float32Array;
  /** Number of rows. */
  readonly count: number;
  /** Length of a row. */
  readonly size: number;
}

/** Features with a class for each row. */
export interface LabelledFeatures extends Features {
  readonly labels: Int32Array;
}

/** The rows of `features` that `rows` names, in that order. */
export function selectRows(features: Features, rows: ArrayLike<number>): Features {
  const { data, size } = features;
  const selected = new Float32Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] ?? 0) * size;
    selected.set(data.subarray(start, start + size), i * size);
  }
  return { data: selected, count: rows.length, size };
}

/** The rows divided by their Euclidean lengths; a row of zeros stays zero. */
export function normalizeRows({ data, count, size }: Features): Features {
  const normalized = new Float32Array(count * size);
  for (let start = 0; start < normalized.length; start += size) {
    let square = 0;
    for (let j = start; j < start + size; j++) {
      const value = data[j] ?? 0;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let j = start; j < start + size; j++) normalized[j] = (data[j] ?? 0) * scale;
  }
  return { data: normalized, count, size };
}

/** At most `most` rows of `features`, chosen by the seed, in their order. */
export function sampleRows(features: Features, most: number, seed: number): Features {
  if (features.count <= most) return features;
  const order = new PhiloxStream(seed, streams.evaluate, 1).permutation(features.count);
  return selectRows(features, order.subarray(0, most).sort());
}
