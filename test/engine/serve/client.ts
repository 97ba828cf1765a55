import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  createMessageConnection,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { helloRequest } from '../../../engine/protocol/hello';
import type { RunEvent } from '../../../engine/protocol/runEvent';
import {
  eventNotification,
  snapshotNotification,
  type RunSnapshot,
} from '../../../engine/protocol/runProtocol';
import { protocolVersion } from '../../../engine/protocol/version';
import { readEndpoint } from '../../../engine/runs/endpoint';
import { until } from './until';

/** What clients are told of; metrics are on disk. */
type ToldEvent = Exclude<RunEvent, { type: 'metrics' }>;

/** A connection to a run's engine, with everything that it said. */
export interface Client {
  readonly connection: MessageConnection;
  readonly socket: Socket;
  readonly events: ToldEvent[];
  readonly snapshot: RunSnapshot;
  /** Resolves when the engine has closed the connection. */
  readonly closed: Promise<void>;
}

/** Connects to the engine of a run as soon as it can be reached, without saying hello. */
export async function reach(runFolder: string): Promise<{ socket: Socket; token: string }> {
  const { socket: path, token } = await until(() => readEndpoint(runFolder));
  const socket = connect(path);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return { socket, token };
}

/** Resolves when a socket is closed, by whatever. */
export function closing(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** A connection over a socket, which is listened to. */
export function converse(socket: Socket): MessageConnection {
  const connection = createMessageConnection(
    new SocketMessageReader(socket),
    new SocketMessageWriter(socket),
  );
  connection.onError(() => undefined);
  connection.listen();
  return connection;
}

/** Connects to the engine of a run and says hello. */
export async function attach(runFolder: string): Promise<Client> {
  const { socket, token } = await reach(runFolder);
  const closed = closing(socket);
  const connection = converse(socket);
  const events: ToldEvent[] = [];
  let snapshot: RunSnapshot | null = null;
  connection.onNotification(snapshotNotification, (told) => {
    snapshot = told;
  });
  connection.onNotification(eventNotification, (event) => void events.push(event));
  await connection.sendRequest(helloRequest, { protocol: protocolVersion, token, client: 'the test' });
  return { connection, socket, events, snapshot: await until(() => snapshot), closed };
}
