import type { Matrix } from './math/matrix';
import type { NearRows } from './math/nearestRows';

/** The two representations. */
export const spaces = ['h', 'z'] as const;
export type Space = (typeof spaces)[number];

/** A plane picture of the rows. */
export interface PlaneProjection {
  /** x and y of each row in turn. */
  readonly points: Float32Array<ArrayBuffer>;
  /** Share of the variance along x and y; null where that says nothing. */
  readonly shares: readonly number[] | null;
}

/** What the worker can be asked, and what it answers. */
export interface WorkerQuestions {
  /** Keeps the rows of h and z for the questions after it, in place of those before. z is taken by direction alone. */
  readonly load: { readonly asked: { readonly h: Matrix; readonly z: Matrix }; readonly answer: null };
  readonly pca: { readonly asked: { readonly space: Space }; readonly answer: PlaneProjection };
  readonly clusters: {
    readonly asked: { readonly space: Space; readonly k: number; readonly seed: number };
    readonly answer: Int32Array<ArrayBufferLike>;
  };
  /** The nearest rows to a row in both spaces. */
  readonly neighbours: {
    readonly asked: { readonly row: number; readonly k: number };
    readonly answer: { readonly h: NearRows; readonly z: NearRows };
  };
  /** UMAP; tells how far it is. */
  readonly umap: {
    readonly asked: { readonly matrix: Matrix; readonly byDirection: boolean; readonly seed: number };
    readonly answer: PlaneProjection;
  };
}
export type QuestionName = keyof WorkerQuestions;

/** Page → worker. */
export type ToWorker = {
  [Name in QuestionName]: {
    readonly id: number;
    readonly name: Name;
    readonly asked: WorkerQuestions[Name]['asked'];
  };
}[QuestionName];

/** Worker → page. */
export type FromWorker =
  | { readonly id: number; readonly type: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly type: 'progress'; readonly share: number }
  | { readonly id: number; readonly type: 'failed'; readonly message: string };
