import { connect, type Socket } from 'node:net';
import { l10n, type Disposable } from 'vscode';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { helloRequest, type HelloResult } from '../../engine/protocol/hello';
import type { RunEvent } from '../../engine/protocol/runEvent';
import {
  checkpointRequest,
  continueRequest,
  eventNotification,
  pairsRequest,
  pauseRequest,
  renameRequest,
  snapshotNotification,
  stopRequest,
  type PairSample,
  type RunSnapshot,
} from '../../engine/protocol/runProtocol';
import { protocolVersion } from '../../engine/protocol/version';
import type { Endpoint } from '../../engine/runs/endpoint';
import { answerError } from './answerError';
import { withTimeout } from './withTimeout';

/** Who hears what a run's engine says. */
export interface RunListener {
  snapshot(snapshot: RunSnapshot): void;
  event(event: Exclude<RunEvent, { type: 'metrics' }>): void;
  /** The engine has gone, or the connection is broken; nothing more follows. Not called after `dispose`. */
  closed(): void;
}

/** The engine speaks another version of the protocol: the run goes on, but not under our control. */
export class ProtocolMismatch extends Error {
  override readonly name = 'ProtocolMismatch';
}

/** Seconds until an engine counts as not answering: it looks at its socket between steps, and a step can be long. */
const timeouts = { hello: 10, step: 60, pairs: 30 } as const;

/** A conversation with the engine of one run. Every request rejects with an Error that holds a sentence for the user. */
export class RunConnection implements Disposable {
  private disposed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly connection: MessageConnection,
    private readonly listener: RunListener,
  ) {}

  /**
   * Connects to the engine at `endpoint`.
   * @param client who asks, for the engine's log: "VS Code 1.100.3".
   * @throws ProtocolMismatch when it was started by another version of the extension.
   */
  static async open(endpoint: Endpoint, client: string, listener: RunListener): Promise<RunConnection> {
    checkProtocol(endpoint.protocol);
    const socket = await withTimeout(openSocket(endpoint.socket), timeouts.hello, noAnswer());
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    const opened = new RunConnection(socket, connection, listener);
    try {
      await opened.sayHello(endpoint.token, client);
      return opened;
    } catch (error) {
      opened.dispose();
      throw error;
    }
  }

  /** Answered when the step at hand is done. */
  async pause(): Promise<void> {
    await this.request(() => this.connection.sendRequest(pauseRequest), timeouts.step);
  }

  async continue(): Promise<void> {
    await this.request(() => this.connection.sendRequest(continueRequest), timeouts.step);
  }

  /** Answered at once; the run ends after the step at hand. */
  async stop(): Promise<void> {
    await this.request(() => this.connection.sendRequest(stopRequest), timeouts.step);
  }

  /** Returns the step of the checkpoint, when it is on disk. */
  async checkpoint(): Promise<number> {
    return (await this.request(() => this.connection.sendRequest(checkpointRequest), timeouts.step)).step;
  }

  /** `count` positive pairs that were not shown before. */
  pairs(count: number): Promise<PairSample> {
    return this.request(() => this.connection.sendRequest(pairsRequest, { count }), timeouts.pairs);
  }

  async rename(name: string): Promise<void> {
    await this.request(() => this.connection.sendRequest(renameRequest, { name }), timeouts.step);
  }

  /** Ends the conversation; the run goes on. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.connection.dispose();
    this.socket.destroy();
  }

  private async sayHello(token: string, client: string): Promise<HelloResult> {
    const { connection, listener } = this;
    // Before hello: the snapshot follows its answer at once.
    connection.onNotification(snapshotNotification, (snapshot) => listener.snapshot(snapshot));
    connection.onNotification(eventNotification, (event) => listener.event(event));
    connection.onClose(() => this.close());
    connection.onError(() => this.close());
    connection.listen();
    const hello = () => connection.sendRequest(helloRequest, { protocol: protocolVersion, token, client });
    const result = await this.request(hello, timeouts.hello);
    checkProtocol(result.protocol);
    return result;
  }

  private close(): void {
    if (this.disposed) return;
    // Also rejects every request that waits for its answer.
    this.dispose();
    this.listener.closed();
  }

  /** @param send may throw at once, where the connection is closed already. */
  private async request<T>(send: () => Promise<T>, seconds: number): Promise<T> {
    const answer = async () => {
      try {
        return await send();
      } catch (error) {
        throw answerError(error);
      }
    };
    return await withTimeout(answer(), seconds, noAnswer());
  }
}

function checkProtocol(version: number): void {
  if (version === protocolVersion) return;
  throw new ProtocolMismatch(
    l10n.t(
      'This run was started by another version of the extension: it goes on, but cannot be controlled from here.',
    ),
  );
}

function noAnswer(): string {
  return l10n.t('The engine does not answer: it may be busy with a long step; try again in a moment.');
}

function openSocket(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.off('error', reject);
      // Errors from now on close the connection, which has its own listener.
      socket.on('error', () => undefined);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
