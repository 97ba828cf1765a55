import { RequestType } from 'vscode-jsonrpc';
import type { ExportFormat } from '../exchange/exportEncoder';
import type { StudySize } from '../studies/studySchema';

export type { ExportFormat } from '../exchange/exportEncoder';

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

/** The encoder of a checkpoint that is to be written. */
export interface EncoderExportParams extends ExportParams {
  /** Of the checkpoint. */
  readonly step: number;
  readonly format: ExportFormat;
  /** Whether the projection head goes with it. */
  readonly head: boolean;
}

/** A study as it stands, of which a file is to be made. */
export interface StudyExportParams {
  readonly runsFolder: string;
  readonly name: string;
  readonly size: StudySize;
  /** Absolute path of the file, which is replaced: .html or .md, of a figure .svg or .png. */
  readonly path: string;
  /** Place of the one figure that is to be drawn, among the study's; null for the whole report. */
  readonly figure: number | null;
}

/** Writes the report of a run, as HTML or Markdown by the path's ending. Can be cancelled. */
export const reportRequest = new RequestType<ExportParams, Exported, void>('export/report');
/** Writes every logged metric of a run; for TensorBoard its pairs and embeddings too. Can be cancelled. */
export const exportMetricsRequest = new RequestType<
  ExportParams & { readonly format: MetricsFormat },
  Exported,
  void
>('export/metrics');
/** Writes the encoder of a checkpoint for PyTorch or as ONNX. Can be cancelled: nothing is written then. */
export const exportEncoderRequest = new RequestType<EncoderExportParams, Exported, void>('export/encoder');
/** Writes the report of a study, or draws one of its figures, by the path's ending. */
export const studyReportRequest = new RequestType<StudyExportParams, Exported, void>('export/study');
