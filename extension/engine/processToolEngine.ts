import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { CancellationError, l10n, type CancellationToken, type LogOutputChannel } from 'vscode';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
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
  type EncoderExportParams,
  type Exported,
  type ExportParams,
  type MetricsFormat,
} from '../../engine/protocol/exportProtocol';
import { helloRequest } from '../../engine/protocol/hello';
import {
  backendsRequest,
  evaluateRequest,
  inspectRequest,
  previewRequest,
  toolProgressNotification,
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
import { protocolVersion } from '../../engine/protocol/version';
import { answerError } from './answerError';
import { pixelPipe, type EngineExit } from './forkEngine';
import { FrameReader } from './frameReader';
import { mayRestart, restartPolicy } from './restartPolicy';
import type { ToolEngine } from './toolEngine';
import { withTimeout } from './withTimeout';

/** Seconds until an engine that was started must have answered its first message. */
const startSeconds = 30;

/** What the tool engine depends on. */
export interface ToolEngineParts {
  /** Starts a process with a channel to this one. Rejects with a sentence for the user. */
  readonly fork: () => Promise<{ readonly child: ChildProcess; readonly ended: Promise<EngineExit> }>;
  /** Names this window: "VS Code 1.100.3". */
  readonly client: string;
  readonly log: Pick<LogOutputChannel, 'debug' | 'info' | 'warn'>;
  /** Minutes without a request after which the process is ended. */
  readonly idleMinutes: number;
}

/** A tool engine that is a child process, there when it is needed. */
export class ProcessToolEngine implements ToolEngine {
  private connection: Promise<MessageConnection> | null = null;
  private child: ChildProcess | null = null;
  private frames: FrameReader | null = null;
  private crashes: readonly number[] = [];
  private busy = 0;
  private idle: NodeJS.Timeout | undefined;
  private disposed = false;
  private readonly embeddingListeners = new Set<(progress: EmbeddingProgress) => void>();
  /** Told of the progress of whatever the engine is busy with. */
  private readonly watchers = new Set<(progress: ToolProgress) => void>();

  constructor(private readonly parts: ToolEngineParts) {}

  backends(): Promise<readonly BackendDescription[]> {
    return this.ask((connection) => connection.sendRequest(backendsRequest));
  }

  inspect(params: InspectParams, token?: CancellationToken): Promise<DatasetDescription> {
    return this.ask((connection) => connection.sendRequest(inspectRequest, params, token), token);
  }

  async preview(params: PreviewParams, token?: CancellationToken): Promise<Uint8Array> {
    const { png } = await this.ask(
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
    const send = (connection: MessageConnection) => connection.sendRequest(evaluateRequest, params, token);
    const { path } = await this.watching(onProgress, () => this.ask(send, token));
    return path;
  }

  computeEmbeddings(
    params: EmbeddingParams,
    onProgress: (progress: EmbeddingProgress) => void,
    token?: CancellationToken,
  ): Promise<ComputedEmbeddings> {
    const send = (connection: MessageConnection) =>
      connection.sendRequest(computeEmbeddingsRequest, params, token);
    return this.listening(params.runFolder, onProgress, () => this.ask(send, token));
  }

  judge(
    params: EmbeddingParams,
    onProgress: (progress: EmbeddingProgress) => void,
    token?: CancellationToken,
  ): Promise<Judgement> {
    const send = (connection: MessageConnection) => connection.sendRequest(judgeRequest, params, token);
    return this.listening(params.runFolder, onProgress, () => this.ask(send, token));
  }

  thumbnails(params: ThumbnailParams, token?: CancellationToken): Promise<Thumbnails> {
    return this.ask((connection) => connection.sendRequest(thumbnailsRequest, params, token), token);
  }

  search(
    params: SearchParams,
    onProgress: (progress: ToolProgress) => void,
    token: CancellationToken,
  ): Promise<SearchAnswer> {
    const send = (connection: MessageConnection) => connection.sendRequest(searchRequest, params, token);
    return this.watching(onProgress, () => this.ask(send, token));
  }

  async featureMaps(
    params: FeatureMapsParams,
    onProgress: (progress: ToolProgress) => void,
    token: CancellationToken,
  ): Promise<FeatureMaps<Uint8Array>> {
    const send = (connection: MessageConnection) => connection.sendRequest(featureMapsRequest, params, token);
    const maps = await this.watching(onProgress, () => this.ask(send, token));
    return {
      ...maps,
      pixels: bytesOf(maps.pixels),
      stages: maps.stages.map((stage) => ({ ...stage, pixels: bytesOf(stage.pixels) })),
    };
  }

  writeReport(params: ExportParams, token?: CancellationToken): Promise<Exported> {
    return this.ask((connection) => connection.sendRequest(reportRequest, params, token), token);
  }

  exportMetrics(
    params: ExportParams & { readonly format: MetricsFormat },
    token?: CancellationToken,
  ): Promise<Exported> {
    return this.ask((connection) => connection.sendRequest(exportMetricsRequest, params, token), token);
  }

  exportEncoder(params: EncoderExportParams, token?: CancellationToken): Promise<Exported> {
    return this.ask((connection) => connection.sendRequest(exportEncoderRequest, params, token), token);
  }

  /** Does `work`, with `onProgress` told of whatever the engine is busy with meanwhile. */
  private async watching<T>(
    onProgress: (progress: ToolProgress) => void,
    work: () => Promise<T>,
  ): Promise<T> {
    this.watchers.add(onProgress);
    try {
      return await work();
    } finally {
      this.watchers.delete(onProgress);
    }
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

  async openStudio(
    params: StudioOpenParams,
    token: CancellationToken,
    onProgress: (progress: ToolProgress) => void,
  ): Promise<StudioDescription> {
    const send = (connection: MessageConnection) => connection.sendRequest(studioOpenRequest, params, token);
    return this.watching(onProgress, () => this.ask(send, token));
  }

  drawStudio(params: StudioDrawParams, token: CancellationToken): Promise<ReceivedStudio> {
    return this.ask(async (connection) => {
      const { frames } = this;
      const { pixels, ...drawing } = await connection.sendRequest(studioDrawRequest, params, token);
      if ('base64' in pixels) return { ...drawing, pixels: Buffer.from(pixels.base64, 'base64') };
      const frame = await frames?.take(pixels.frame);
      if (frame === undefined) throw new Error('The pixels were sent through a pipe that is not there.');
      return { ...drawing, pixels: frame };
    }, token);
  }

  measureShortcut(params: StudioShortcutParams, token: CancellationToken): Promise<ColorShortcut> {
    return this.ask((connection) => connection.sendRequest(studioShortcutRequest, params, token), token);
  }

  restart(): void {
    this.crashes = [];
    this.end();
  }

  dispose(): void {
    this.disposed = true;
    this.end();
  }

  private async ask<T>(
    send: (connection: MessageConnection) => Promise<T>,
    token?: CancellationToken,
  ): Promise<T> {
    clearTimeout(this.idle);
    this.busy++;
    try {
      const connection = await (this.connection ??= this.connect());
      // A request that is sent together with its own cancellation may be answered all the same.
      if (token?.isCancellationRequested) throw new CancellationError();
      return await send(connection).catch((error: unknown) => {
        throw answerError(error);
      });
    } catch (error) {
      if (token?.isCancellationRequested) throw new CancellationError();
      throw error;
    } finally {
      this.busy--;
      this.restOrEnd();
    }
  }

  private restOrEnd(): void {
    clearTimeout(this.idle);
    if (this.busy === 0 && this.connection !== null && !this.disposed) {
      this.idle = setTimeout(() => this.end(), this.parts.idleMinutes * 60_000);
    }
  }

  private async connect(): Promise<MessageConnection> {
    try {
      return await this.open();
    } catch (error) {
      this.end();
      throw error;
    }
  }

  private async open(): Promise<MessageConnection> {
    if (!mayRestart(restartPolicy, this.crashes, performance.now())) {
      throw new Error(
        l10n.t(
          'The engine has crashed {0} times: see the engine log, and try again in some minutes.',
          restartPolicy.crashes,
        ),
      );
    }
    const { child, ended } = await this.parts.fork();
    if (this.disposed) {
      child.kill();
      throw new Error(l10n.t('The window is closing.'));
    }
    this.child = child;
    const pipe = child.stdio[pixelPipe];
    this.frames = pipe instanceof Readable ? new FrameReader(pipe) : null;
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    this.passOutputOn(child);
    // Before hello: a process that dies at once must not leave us waiting.
    void ended.then((exit) => this.processEnded(child, connection, exit));
    connection.onError(() => child.kill());
    connection.onNotification(embeddingProgressNotification, (progress) => {
      for (const listener of this.embeddingListeners) listener(progress);
    });
    connection.onNotification(toolProgressNotification, (progress) => {
      for (const watcher of this.watchers) watcher(progress);
    });
    connection.listen();
    const hello = { protocol: protocolVersion, token: '', client: this.parts.client };
    const answer = connection.sendRequest(helloRequest, hello).catch((error: unknown) => {
      throw answerError(error);
    });
    const late = l10n.t('The engine does not start: see the engine log.');
    const { version, node, pid } = await withTimeout(answer, startSeconds, late);
    this.parts.log.info(`tool engine ${version} started, process ${pid}, Node.js ${node}`);
    return connection;
  }

  private processEnded(child: ChildProcess, connection: MessageConnection, exit: EngineExit): void {
    // Rejects what waits for an answer.
    connection.dispose();
    if (child !== this.child) return;
    this.child = null;
    this.connection = null;
    this.crashes = [...this.crashes, performance.now()];
    this.parts.log.warn(`tool engine ended: ${exit.error ?? exit.signal ?? `code ${exit.code}`}`);
  }

  private passOutputOn({ stdout, stderr }: ChildProcess): void {
    const { log } = this.parts;
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => log.debug(line));
    if (stderr !== null) createInterface({ input: stderr }).on('line', (line) => log.warn(line));
  }

  /** Ends the process, which is no crash. */
  private end(): void {
    clearTimeout(this.idle);
    const { child } = this;
    this.child = null;
    this.connection = null;
    child?.kill();
  }
}

/** Bytes in memory of their own: a small buffer of Node.js is a part of one that others use, and webviews get all of it. */
function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
