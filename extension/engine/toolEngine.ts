import type { CancellationToken, Disposable } from 'vscode';
import type {
  ComputedEmbeddings,
  EmbeddingParams,
  EmbeddingProgress,
  Judgement,
  ThumbnailParams,
  Thumbnails,
} from '../../engine/protocol/embeddingProtocol';
import type {
  EncoderExportParams,
  Exported,
  ExportParams,
  MetricsFormat,
  StudyExportParams,
} from '../../engine/protocol/exportProtocol';
import type {
  BackendDescription,
  DatasetDescription,
  EvaluateParams,
  InspectParams,
  PreviewParams,
  ToolProgress,
} from '../../engine/protocol/toolProtocol';
import type { FeatureMaps, FeatureMapsParams } from '../../engine/protocol/featureMapsProtocol';
import type { SearchAnswer, SearchParams } from '../../engine/protocol/searchProtocol';
import type {
  ColorShortcut,
  ReceivedStudio,
  StudioDescription,
  StudioDrawParams,
  StudioOpenParams,
  StudioShortcutParams,
} from '../../engine/protocol/studioProtocol';

/**
 * The engine as a tool, apart from any run: it looks at data sets and devices. Its process is started on the first
 * call, ended when it has been idle for some minutes or with the window, and started again after a crash, a bounded
 * number of times. Every method rejects with an Error whose message is one sentence for the user.
 */
export interface ToolEngine extends Disposable {
  /**
   * Ends the process; the next question starts another, with the settings of then.
   * @returns a promise of its end, by when it has closed its files.
   */
  restart(): Promise<void>;
  /** `onProgress` is told, before it begins, of what may take minutes. */
  backends(onProgress?: (progress: ToolProgress) => void): Promise<readonly BackendDescription[]>;
  inspect(params: InspectParams, token?: CancellationToken): Promise<DatasetDescription>;
  /** A PNG. */
  preview(params: PreviewParams, token?: CancellationToken): Promise<Uint8Array>;
  /**
   * Evaluates a checkpoint, on every core that the device allows: for an engine that nothing else is asked of.
   * @returns the path of the evaluation.
   */
  evaluate(
    params: EvaluateParams,
    onProgress: (progress: ToolProgress) => void,
    token?: CancellationToken,
  ): Promise<string>;
  /** `onProgress` is told of all work on the images of that run. */
  computeEmbeddings(
    params: EmbeddingParams,
    onProgress: (progress: EmbeddingProgress) => void,
    token?: CancellationToken,
  ): Promise<ComputedEmbeddings>;
  judge(
    params: EmbeddingParams,
    onProgress: (progress: EmbeddingProgress) => void,
    token?: CancellationToken,
  ): Promise<Judgement>;
  thumbnails(params: ThumbnailParams, token?: CancellationToken): Promise<Thumbnails>;
  /** Finds similar images; what it is busy with meanwhile goes to `onProgress`. */
  search(
    params: SearchParams,
    onProgress: (progress: ToolProgress) => void,
    token: CancellationToken,
  ): Promise<SearchAnswer>;
  /** Sends an image through the encoder of a checkpoint; what it is busy with meanwhile goes to `onProgress`. */
  featureMaps(
    params: FeatureMapsParams,
    onProgress: (progress: ToolProgress) => void,
    token: CancellationToken,
  ): Promise<FeatureMaps<Uint8Array>>;
  /** Writes the report of a run, as HTML or Markdown by the path's ending. */
  writeReport(params: ExportParams, token?: CancellationToken): Promise<Exported>;
  /** Writes the report of a study, or draws one of its figures, by the path's ending. */
  writeStudyReport(params: StudyExportParams, token?: CancellationToken): Promise<Exported>;
  /** Writes every logged metric of a run to a CSV, or to a folder for TensorBoard. */
  exportMetrics(
    params: ExportParams & { readonly format: MetricsFormat },
    token?: CancellationToken,
  ): Promise<Exported>;
  /** Writes the encoder of a checkpoint for PyTorch or as ONNX. */
  exportEncoder(params: EncoderExportParams, token?: CancellationToken): Promise<Exported>;
  /** Opens the images of an augmentation studio; what it is busy with meanwhile goes to `onProgress`. */
  openStudio(
    params: StudioOpenParams,
    token: CancellationToken,
    onProgress: (progress: ToolProgress) => void,
  ): Promise<StudioDescription>;
  drawStudio(params: StudioDrawParams, token: CancellationToken): Promise<ReceivedStudio>;
  measureShortcut(params: StudioShortcutParams, token: CancellationToken): Promise<ColorShortcut>;
}
