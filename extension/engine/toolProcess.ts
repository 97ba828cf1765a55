import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import {
  CancellationError,
  l10n,
  type CancellationToken,
  type Disposable,
  type LogOutputChannel,
} from 'vscode';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { helloRequest } from '../../engine/protocol/hello';
import { protocolVersion } from '../../engine/protocol/version';
import { answerError } from './answerError';
import { pixelPipe, type EngineExit } from './forkEngine';
import { FrameReader } from './frameReader';
import { mayRestart, restartPolicy } from './restartPolicy';
import { withTimeout } from './withTimeout';

/** Seconds until an engine that was started must have answered its first message. */
const startSeconds = 30;

/** What the process depends on. */
export interface ToolProcessParts {
  /** Starts a process with a channel to this one. Rejects with a sentence for the user. */
  readonly fork: () => Promise<{ readonly child: ChildProcess; readonly ended: Promise<EngineExit> }>;
  /** Names this window: "VS Code 1.100.3". */
  readonly client: string;
  readonly log: Pick<LogOutputChannel, 'debug' | 'info' | 'warn'>;
  /** Minutes without a request after which the process is ended. */
  readonly idleMinutes: number;
  /** Told of each connection, before anything comes through it. */
  readonly connected: (connection: MessageConnection) => void;
}

/**
 * The process of a tool engine: started when it is asked something, ended when it has been idle for some minutes or with
 * the window, and started again after a crash, a bounded number of times.
 */
export class ToolProcess implements Disposable {
  private connection: Promise<MessageConnection> | null = null;
  private child: ChildProcess | null = null;
  /** The end of the latest process. */
  private ended: Promise<unknown> = Promise.resolve();
  private frames: FrameReader | null = null;
  private crashes: readonly number[] = [];
  private busy = 0;
  private idle: NodeJS.Timeout | undefined;
  private disposed = false;

  constructor(private readonly parts: ToolProcessParts) {}

  /**
   * Asks the process, starting it where there is none.
   * @param send gets the pipe of its pixels too; null where there is none.
   * @throws Error with a sentence for the user; CancellationError once `token` is cancelled.
   */
  async ask<T>(
    send: (connection: MessageConnection, frames: FrameReader | null) => Promise<T>,
    token?: CancellationToken,
  ): Promise<T> {
    clearTimeout(this.idle);
    this.busy++;
    try {
      const connection = await (this.connection ??= this.connect());
      // A request that is sent together with its own cancellation may be answered all the same.
      if (token?.isCancellationRequested) throw new CancellationError();
      return await send(connection, this.frames).catch((error: unknown) => {
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

  /** Ends the process and waits for that; the next question starts another, with the settings of then. */
  async restart(): Promise<void> {
    this.crashes = [];
    const { ended } = this;
    this.end();
    await ended;
  }

  dispose(): void {
    this.disposed = true;
    this.end();
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
    this.ended = ended;
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
    this.parts.connected(connection);
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
