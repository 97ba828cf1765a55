import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import {
  createMessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { helloRequest } from '../../../engine/protocol/hello';
import { snapshotNotification, type RunSnapshot } from '../../../engine/protocol/runProtocol';
import { protocolVersion } from '../../../engine/protocol/version';
import type { Endpoint } from '../../../engine/runs/endpoint';

/** A run's engine as its clients see it: a socket that speaks the protocol. What it answers is the test's. */
export class FakeEngine {
  /** Of the clients that have said hello. */
  readonly connections: MessageConnection[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly endpoint: Endpoint,
  ) {}

  /**
   * Opens the socket.
   * @param serve told of each client that said hello, before it is answered.
   */
  static async open(
    serve: (connection: MessageConnection) => void = () => undefined,
    snapshot: RunSnapshot = { phase: null, hasPairs: false },
  ): Promise<FakeEngine> {
    const name = `simclr-fake-${randomUUID()}`;
    const socket = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
    const endpoint = {
      protocol: protocolVersion,
      pid: process.pid,
      host: hostname(),
      socket,
      token: 'secret',
    };
    const server = createServer();
    const engine = new FakeEngine(server, endpoint);
    server.on('connection', (client) => engine.accept(client, serve, snapshot));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return engine;
  }

  /** Ends as a killed process does: everything is closed at once. */
  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    if (process.platform !== 'win32') rmSync(this.endpoint.socket, { force: true });
  }

  private accept(
    socket: Socket,
    serve: (connection: MessageConnection) => void,
    snapshot: RunSnapshot,
  ): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    connection.onRequest(helloRequest, ({ token }) => {
      if (token !== this.endpoint.token) return new ResponseError(1, 'wrong token');
      this.connections.push(connection);
      serve(connection);
      setImmediate(() => void connection.sendNotification(snapshotNotification, snapshot));
      return {
        protocol: this.endpoint.protocol,
        version: '0',
        node: process.versions.node,
        pid: process.pid,
      };
    });
    connection.listen();
  }
}
