import type { EmbeddingImages, Judgement } from '../../extension/embeddingPanel/messages';
import type { PlaneProjection, Space } from './workerMessages';

/** Ways to see rows in the plane. */
export type ProjectionName = 'pca' | 'umap';

/** Points of a step in the plane, aligned with those that were shown before. */
export interface AlignedPoints extends PlaneProjection {
  /** Images that UMAP itself laid out, where it was not all; the others lie at their neighbours. */
  readonly laidOut: number | null;
}

/** What the page knows of a step. */
export interface StepView {
  readonly step: number;
  readonly images: EmbeddingImages;
  /** Place of each image by its name. */
  readonly places: ReadonlyMap<string, number>;
  /** Numbers in a row. */
  readonly sizes: Readonly<Record<Space, number>>;
  /** Images on disk, where a sample was sent. */
  readonly sampledOf: number | null;
  readonly points: Record<ProjectionName, Partial<Record<Space, AlignedPoints>>>;
  readonly clusters: Partial<Record<Space, Int32Array>>;
  judgement: Judgement | null;
}
