import type { CancellationToken } from 'vscode';
import type { MessageConnection, ProgressToken } from 'vscode-jsonrpc/node';
import {
  computeEmbeddingsRequest,
  embeddingProgressNotification,
  judgeRequest,
  thumbnailsRequest,
  type ComputedEmbeddings,
  type EmbeddingParams,
  type EmbeddingProgress,
  type Judgement,
  type ThumbnailParams,
  type Thumbnails,
} from '../../engine/protocol/embeddingProtocol';
import {
  exportEncoderRequest,
  exportMetricsRequest,
  reportRequest,
  studyReportRequest,
  type EncoderExportParams,
  type Exported,
  type ExportParams,
  type MetricsFormat,
  type StudyExportParams,
} from '../../engine/protocol/exportProtocol';
import {
  backendsRequest,
  evaluateRequest,
  inspectRequest,
  previewRequest,
  toolProgress,
  type BackendDescription,
  type DatasetDescription,
  type EvaluateParams,
  type InspectParams,
  type PreviewParams,
  type ToolProgress,
} from '../../engine/protocol/toolProtocol';
import {
  featureMapsRequest,
  type FeatureMaps,
  type FeatureMapsParams,
} from '../../engine/protocol/featureMapsProtocol';
import { searchRequest, type SearchAnswer, type SearchParams } from '../../engine/protocol/searchProtocol';
import {
  studioDrawRequest,
  studioOpenRequest,
  studioShortcutRequest,
  type ColorShortcut,
  type ReceivedStudio,
  type StudioDescription,
  type StudioDrawParams,
  type StudioOpenParams,
  type StudioShortcutParams,
} from '../../engine/protocol/studioProtocol';
import type { ToolEngine } from './toolEngine';
import { ToolProcess, type ToolProcessParts } from './toolProcess';

/** What the tool engine depends on. */
export type ToolEngineParts = Omit<ToolProcessParts, 'connected'>;

/** A tool engine that is a child process, there when it is needed. */
export class ProcessToolEngine implements ToolEngine {
  private readonly process: ToolProcess;
  private readonly embeddingListeners = new Set<(progress: EmbeddingProgress) => void>();
  /** Requests whose progress was asked for: each has a number of its own. */
  private watched = 0;

  constructor(parts: ToolEngineParts) {
    this.process = new ToolProcess({
      ...parts,
      connected: (connection) => {
        connection.onNotification(embeddingProgressNotification, (progress) => {
          for (const listener of this.embeddingListeners) listener(progress);
        });
      },
    });
  }

  backends(
    onProgress: (progress: ToolProgress) => void = () => undefined,
  ): Promise<readonly BackendDescription[]> {
    return this.watch(
      onProgress,
      (connection, progressToken) => connection.sendRequest(backendsRequest, { progressToken }),
      undefined,
    );
  }

  inspect(params: InspectParams, token?: CancellationToken): Promise<DatasetDescription> {
    return this.process.ask((connection) => connection.sendRequest(inspectRequest, params, token), token);
  }

  async preview(params: PreviewParams, token?: CancellationToken): Promise<Uint8Array> {
    const { png } = await this.process.ask(
      (connection) => connection.sendRequest(previewRequest, params, token),
      token,
    );
    return Buffer.from(png, 'base64');
  }

  async evaluate(
    params: EvaluateParams,
    onProgress: (progress: ToolProgress) => void,
    token?: CancellationToken,
  ): Promise<string> {
    const { path } = await this.watch(
      onProgress,
      (connection, progressToken) =>
        connection.sendRequest(evaluateRequest, { ...params, progressToken }, token),
      token,
    );
    return path;
  }

  computeEmbeddings(
    params: EmbeddingParams,
    onProgress: (progress: EmbeddingProgress) => void,
    token?: CancellationToken,
  ): Promise<ComputedEmbeddings> {
    const send = (connection: MessageConnection) =>
      connection.sendRequest(computeEmbeddingsRequest, params, token);
    return this.listening(params.runFolder, onProgress, () => this.process.ask(send, token));
  }

  judge(
    params: EmbeddingParams,
    onProgress: (progress: EmbeddingProgress) => void,
    token?: CancellationToken,
  ): Promise<Judgement> {
    const send = (connection: MessageConnection) => connection.sendRequest(judgeRequest, params, token);
    return this.listening(params.runFolder, onProgress, () => this.process.ask(send, token));
  }

  thumbnails(params: ThumbnailParams, token?: CancellationToken): Promise<Thumbnails> {
    return this.process.ask((connection) => connection.sendRequest(thumbnailsRequest, params, token), token);
  }

  search(
    params: SearchParams,
    onProgress: (progress: ToolProgress) => void,
    token: CancellationToken,
  ): Promise<SearchAnswer> {
    return this.watch(
      onProgress,
      (connection, progressToken) =>
        connection.sendRequest(searchRequest, { ...params, progressToken }, token),
      token,
    );
  }

  async featureMaps(
    params: FeatureMapsParams,
    onProgress: (progress: ToolProgress) => void,
    token: CancellationToken,
  ): Promise<FeatureMaps<Uint8Array>> {
    const maps = await this.watch(
      onProgress,
      (connection, progressToken) =>
        connection.sendRequest(featureMapsRequest, { ...params, progressToken }, token),
      token,
    );
    return {
      ...maps,
      pixels: bytesOf(maps.pixels),
      stages: maps.stages.map((stage) => ({ ...stage, pixels: bytesOf(stage.pixels) })),
    };
  }

  writeReport(params: ExportParams, token?: CancellationToken): Promise<Exported> {
    return this.process.ask((connection) => connection.sendRequest(reportRequest, params, token), token);
  }

  writeStudyReport(params: StudyExportParams, token?: CancellationToken): Promise<Exported> {
    return this.process.ask((connection) => connection.sendRequest(studyReportRequest, params, token), token);
  }

  exportMetrics(
    params: ExportParams & { readonly format: MetricsFormat },
    token?: CancellationToken,
  ): Promise<Exported> {
    return this.process.ask(
      (connection) => connection.sendRequest(exportMetricsRequest, params, token),
      token,
    );
  }

  exportEncoder(params: EncoderExportParams, token?: CancellationToken): Promise<Exported> {
    return this.process.ask(
      (connection) => connection.sendRequest(exportEncoderRequest, params, token),
      token,
    );
  }

  /** Asks with a token for the progress of this question, and with `onProgress` told of that. */
  private watch<T>(
    onProgress: (progress: ToolProgress) => void,
    send: (connection: MessageConnection, progressToken: ProgressToken) => Promise<T>,
    token: CancellationToken | undefined,
  ): Promise<T> {
    return this.process.ask(async (connection) => {
      const progressToken = ++this.watched;
      const watching = connection.onProgress(toolProgress, progressToken, onProgress);
      try {
        return await send(connection, progressToken);
      } finally {
        watching.dispose();
      }
    }, token);
  }

  /** Does `work`, with `onProgress` told of what the engine says about the run meanwhile. */
  private async listening<T>(
    runFolder: string,
    onProgress: (progress: EmbeddingProgress) => void,
    work: () => Promise<T>,
  ): Promise<T> {
    const listener = (progress: EmbeddingProgress) => {
      if (progress.runFolder === runFolder) onProgress(progress);
    };
    this.embeddingListeners.add(listener);
    try {
      return await work();
    } finally {
      this.embeddingListeners.delete(listener);
    }
  }

  openStudio(
    params: StudioOpenParams,
    token: CancellationToken,
    onProgress: (progress: ToolProgress) => void,
  ): Promise<StudioDescription> {
    return this.watch(
      onProgress,
      (connection, progressToken) =>
        connection.sendRequest(studioOpenRequest, { ...params, progressToken }, token),
      token,
    );
  }

  drawStudio(params: StudioDrawParams, token: CancellationToken): Promise<ReceivedStudio> {
    return this.process.ask(async (connection, frames) => {
      const { pixels, ...drawing } = await connection.sendRequest(studioDrawRequest, params, token);
      if ('base64' in pixels) return { ...drawing, pixels: Buffer.from(pixels.base64, 'base64') };
      const frame = await frames?.take(pixels.frame);
      if (frame === undefined) throw new Error('The pixels were sent through a pipe that is not there.');
      return { ...drawing, pixels: frame };
    }, token);
  }

  measureShortcut(params: StudioShortcutParams, token: CancellationToken): Promise<ColorShortcut> {
    return this.process.ask(
      (connection) => connection.sendRequest(studioShortcutRequest, params, token),
      token,
    );
  }

  restart(): Promise<void> {
    return this.process.restart();
  }

  dispose(): void {
    this.process.dispose();
  }
}

/** Bytes in memory of their own: a small buffer of Node.js is a part of one that others use, and webviews get all of it. */
function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
