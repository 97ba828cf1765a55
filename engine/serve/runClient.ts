import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { UserError } from '../errors';
import { helloRequest } from '../protocol/hello';
import {
  checkpointRequest,
  continueRequest,
  eventNotification,
  pairsRequest,
  pauseRequest,
  renameRequest,
  snapshotNotification,
  stopRequest,
  type RunSnapshot,
} from '../protocol/runProtocol';
import type { RunEvent } from '../protocol/runEvent';
import type { TrainControl } from '../train/trainControl';
import { answerHello } from './answerHello';
import { LastWordWriter } from './lastWordWriter';
import { responseError } from './responseError';

/** What a client can have done to a run. */
export interface RunActions {
  readonly control: TrainControl;
  /** Ends the run after the step at hand. */
  stop(): void;
  /** @throws UserError when the name will not do. */
  rename(name: string): void;
}

/** What a client is told, and what is told of it. */
export interface ClientHost {
  readonly token: string;
  readonly actions: RunActions;
  snapshot(): RunSnapshot;
  log(message: string): void;
}

/** Milliseconds in which a client has to say hello, and has to take its last messages. */
const helloWithin = 3000;
const farewell = 1000;

const pairsSchema = z.object({ count: z.int().min(1).max(64) });
const renameSchema = z.object({ name: z.string() });

/** A window at the other end of a socket. Nothing that it does, or fails to do, reaches the run but by the actions. */
export class RunClient {
  private readonly connection: MessageConnection;
  private readonly writer: LastWordWriter;
  private greeted = false;
  private name = 'a client';

  constructor(
    private readonly socket: Socket,
    private readonly host: ClientHost,
  ) {
    this.writer = new LastWordWriter(socket, () => host.log(`${this.name} does not listen and is cut off`));
    this.connection = createMessageConnection(new SocketMessageReader(socket), this.writer);
    const tooLate = setTimeout(() => void this.cutOffStranger(), helloWithin);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(tooLate);
      this.connection.dispose();
      if (this.greeted) host.log(`${this.name} has gone`);
    });
    this.connection.onError(() => socket.destroy());
    this.connection.onRequest(helloRequest, (params) => {
      const answer = this.answer(() => answerHello(params, host.token));
      clearTimeout(tooLate);
      this.greeted = true;
      this.name = answer.client;
      host.log(`${this.name} is connected`);
      // Behind the answer, and before any event.
      setImmediate(() => void this.send((to) => to.sendNotification(snapshotNotification, host.snapshot())));
      return answer.result;
    });
    this.serve(host.actions);
    this.connection.listen();
  }

  /** Tells the client what happened, once it has said hello. */
  tell(event: Exclude<RunEvent, { type: 'metrics' }>): void {
    if (this.greeted) void this.send((to) => to.sendNotification(eventNotification, event));
  }

  /** Ends the conversation when everything is said; resolves when it has ended, soon in any case. */
  async end(): Promise<void> {
    if (this.socket.destroyed) return;
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
    const timer = setTimeout(() => this.socket.destroy(), farewell);
    // A turn for answers that are about to be given.
    await turn();
    this.writer.endWhenSaid();
    await closed;
    clearTimeout(timer);
  }

  private serve({ control, stop, rename }: RunActions): void {
    const { connection } = this;
    connection.onRequest(
      pauseRequest,
      this.greetedOnly(async () => (await control.pause(), null)),
    );
    connection.onRequest(
      continueRequest,
      this.greetedOnly(async () => (await control.continue(), null)),
    );
    connection.onRequest(
      stopRequest,
      this.greetedOnly(() => (stop(), null)),
    );
    connection.onRequest(
      checkpointRequest,
      this.greetedOnly(() => control.checkpoint()),
    );
    connection.onRequest(pairsRequest, (params) =>
      this.greetedOnly(() => control.pairs(valid(pairsSchema, params).count))(),
    );
    connection.onRequest(renameRequest, (params) =>
      this.greetedOnly(() => (rename(valid(renameSchema, params).name), null))(),
    );
    connection.onRequest((method) =>
      this.greetedOnly((): never => {
        throw new ResponseError(ErrorCodes.MethodNotFound, `the engine knows no request "${method}"`);
      })(),
    );
  }

  /** A handler that answers nobody who has not said hello. */
  private greetedOnly<T>(work: () => T | Promise<T>): () => Promise<T> {
    return async () => {
      this.answer(() => {
        if (!this.greeted) throw new UserError('say hello first, with the token of the run folder');
      });
      try {
        return await work();
      } catch (error) {
        throw responseError(error, (unforeseen) => this.host.log(stackOf(unforeseen)));
      }
    };
  }

  /** What `work` returns; what it throws is the last that the client hears. */
  private answer<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.host.log(`refused ${this.name}: ${error instanceof Error ? error.message : String(error)}`);
      this.writer.endAfterNext();
      throw responseError(error, () => undefined);
    }
  }

  private async send(write: (connection: MessageConnection) => Promise<void>): Promise<void> {
    try {
      if (!this.socket.destroyed) await write(this.connection);
    } catch {
      // A broken connection closes by itself.
    }
  }

  /** A hello that came while this thread was busy with a long step waits to be read, so that it is given its turns. */
  private async cutOffStranger(): Promise<void> {
    for (let turns = 0; turns < 4; turns++) await turn();
    if (!this.greeted) this.socket.destroy();
  }
}

function valid<T>(schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new UserError(`the request is not understood: ${parsed.error.issues[0]?.message ?? ''}`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
