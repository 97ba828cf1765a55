import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import type { PhaseProgress, RunEvent } from '../protocol/runEvent';
import type { RunSnapshot } from '../protocol/runProtocol';
import { protocolVersion } from '../protocol/version';
import { removeEndpoint, writeEndpoint } from '../runs/endpoint';
import { RunClient, type RunActions, type ClientHost } from './runClient';
import { newSocketPath } from './socketPath';

/** How often the socket is looked for, in milliseconds: the system removes a user's folder when its last session ends. */
const watchEvery = 2000;

/**
 * Makes a run reachable for any number of windows: a local socket, named in the run's `engine.json` with a secret. A
 * run that cannot be reached is no worse for it, so that nothing here throws; what goes wrong is in the log.
 */
export class RunServer implements ClientHost {
  readonly token = randomBytes(32).toString('base64url');
  private readonly clients = new Set<RunClient>();
  private phase: PhaseProgress | null = null;
  private listening: { readonly server: Server; readonly path: string } | null = null;
  private watch: NodeJS.Timeout | null = null;
  private closed = false;

  /**
   * @param runFolder absolute path; this process holds its lock.
   * @param log must not throw.
   */
  constructor(
    private readonly runFolder: string,
    readonly actions: RunActions,
    readonly log: (message: string) => void,
  ) {}

  /** Begins to listen, and says where in `engine.json`. */
  async open(): Promise<void> {
    process.once('exit', this.removeTraces);
    await this.listen();
    this.watch = setInterval(() => void this.look(), watchEvery);
    this.watch.unref();
  }

  /** Tells every client what happened, but for metrics, which are on disk. */
  tell(event: RunEvent): void {
    this.phase = phaseAfter(this.phase, event);
    if (event.type === 'metrics') return;
    for (const client of this.clients) client.tell(event);
  }

  snapshot(): RunSnapshot {
    return { phase: this.phase, hasPairs: this.actions.control.hasPairs };
  }

  /** Says goodbye to every client and leaves no trace. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.watch !== null) clearInterval(this.watch);
    process.off('exit', this.removeTraces);
    this.stopListening();
    await Promise.all([...this.clients].map((client) => client.end()));
  }

  /** Listens anew where the socket has been taken away. */
  private async look(): Promise<void> {
    if (process.platform === 'win32' || this.listening === null || existsSync(this.listening.path)) return;
    this.listening.server.close();
    this.listening = null;
    await this.listen();
  }

  private async listen(): Promise<void> {
    try {
      const path = await newSocketPath();
      const server = createServer((socket) => {
        const client = new RunClient(socket, this);
        this.clients.add(client);
        socket.once('close', () => this.clients.delete(client));
      });
      server.listen(path);
      await once(server, 'listening');
      server.on('error', (error) => this.log(`the local socket failed: ${error.message}`));
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      this.listening = { server, path };
      if (this.closed) return this.stopListening();
      const { token } = this;
      const endpoint = { protocol: protocolVersion, pid: process.pid, host: hostname(), socket: path, token };
      writeEndpoint(this.runFolder, endpoint);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log(`no window can reach this run: ${reason}`);
    }
  }

  private stopListening(): void {
    this.removeTraces();
    this.listening?.server.close();
    this.listening = null;
  }

  private readonly removeTraces = (): void => {
    try {
      removeEndpoint(this.runFolder, this.token);
      if (this.listening !== null) rmSync(this.listening.path, { force: true });
    } catch {
      // The folder has gone; the next engine removes what is left of the socket.
    }
  };
}

/** What a run is busy with besides steps, after an event of it. */
function phaseAfter(before: PhaseProgress | null, event: RunEvent): PhaseProgress | null {
  switch (event.type) {
    case 'progress': {
      const { phase, done, total } = event;
      return total > 0 && done >= total ? null : { phase, done, total };
    }
    case 'started':
    case 'state':
    case 'metrics':
      return null;
    case 'log':
    case 'warning':
    case 'checkpoint':
    case 'samples':
      return before;
  }
}
