import { RequestType } from 'vscode-jsonrpc';

/** A run of which a file is to be made for others, and where. */
export interface ExportParams {
  /** Absolute path of the run folder. */
  readonly runFolder: string;
  /** Absolute path of the file, or of the folder for TensorBoard, which are replaced. */
  readonly path: string;
}

/** What was written. */
export interface Exported {
  /** Absolute path of what is to be looked at. */
  readonly path: string;
  /** What is missing and why, a sentence each. */
  readonly warnings: readonly string[];
}

/** What metrics can be written as. */
export type MetricsFormat = 'csv' | 'tensorboard';

/** Writes the report of a run, as HTML or Markdown by the path's ending. Can be cancelled. */
export const reportRequest = new RequestType<ExportParams, Exported, void>('export/report');
/** Writes every logged metric of a run; for TensorBoard its pairs and embeddings too. Can be cancelled. */
export const exportMetricsRequest = new RequestType<
  ExportParams & { readonly format: MetricsFormat },
  Exported,
  void
>('export/metrics');
