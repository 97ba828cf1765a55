import type { FilterPictures } from '../../engine/runs/firstFilters';
import type { TensorDifference } from '../../engine/runs/tensorDifference';
import type { TensorStatistics } from '../../engine/runs/tensorStatistics';

export type { FilterPictures, TensorDifference };

/** A tensor as a line of the page. */
export interface TensorLine {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly bytes: number;
}

/** Statistics for every tensor; the norms of channels are sent for one that is asked for. */
export type LineStatistics = Omit<TensorStatistics, 'channels'> & {
  readonly channels: {
    readonly count: number;
    /** How many have weights that are all the same number, and the first of them: all zero, or all another one. */
    readonly dead: number;
    readonly zero: readonly number[];
    readonly constant: readonly number[];
  } | null;
};

/** How far a tensor of another file is from the one here; by the index of that. */
export interface ComparedTensor {
  readonly index: number;
  readonly difference: TensorDifference;
}

/** What the other file has not, or has more. */
export interface ComparedNames {
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Of one name, but another shape. */
  readonly reshaped: number;
}

/** Editor → worker. The first is `open`. */
export type ToWorker =
  | { readonly type: 'open'; readonly path: string }
  | { readonly type: 'channels'; readonly index: number }
  | { readonly type: 'compare'; readonly path: string };

/** Worker → editor. */
export type FromWorker =
  | {
      readonly type: 'opened';
      readonly bytes: number;
      readonly tensors: readonly TensorLine[];
      /** How many there are; more than `tensors` where not all are shown. */
      readonly tensorCount: number;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'statistics';
      readonly found: readonly { readonly index: number; readonly statistics: LineStatistics }[];
      /** Bytes done and to do; they grow within a tensor too, with nothing found. */
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'filters'; readonly filters: FilterPictures }
  | { readonly type: 'channels'; readonly index: number; readonly norms: Float64Array }
  | {
      readonly type: 'compared';
      readonly path: string;
      readonly names: ComparedNames;
      readonly found: readonly ComparedTensor[];
      /** Tensors done and to do. */
      readonly done: number;
      readonly total: number;
      /** 0 to 1, of what is to be read. */
      readonly share: number;
    }
  /** A file cannot be read; the sentence says why. `comparison`: the other one. */
  | { readonly type: 'failed'; readonly of: 'file' | 'comparison'; readonly message: string };
