import { runConfigSchema } from '../../engine/config/runConfig';
import type { DataFormat } from './dataFileNames';

/** A data set that one can start a run on, as far as names of files tell. */
export interface FoundDataset {
  /** Absolute path, or "builtin". */
  readonly source: string;
  /** Name for people. */
  readonly name: string;
  /** Where it comes from: every installation, the search through the workspace, or the user's own hand. */
  readonly origin: 'builtin' | 'workspace' | 'added';
  readonly format: DataFormat;
  /** Images; null where names do not tell. */
  readonly images: number | null;
  /** Images that training would use; null where names do not tell. */
  readonly trainImages: number | null;
  /** Classes; null where there are none, or names do not tell. */
  readonly classes: number | null;
}

/** The generated images that every installation has, as the presets take them. */
export function builtinDataset(): FoundDataset {
  const { train, test } = runConfigSchema.parse({}).data.builtin;
  return {
    source: 'builtin',
    name: 'Built-in images',
    origin: 'builtin',
    format: 'builtin',
    images: train + test,
    trainImages: train,
    classes: 10,
  };
}
