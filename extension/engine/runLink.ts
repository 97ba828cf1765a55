import { hostname } from 'node:os';
import type { Disposable } from 'vscode';
import type { PhaseProgress, RunEvent } from '../../engine/protocol/runEvent';
import type { RunSnapshot } from '../../engine/protocol/runProtocol';
import type { Endpoint } from '../../engine/runs/endpoint';
import type { EngineLink } from '../runs/shownRun';
import { ProtocolMismatch, type RunConnection, type RunListener } from './runConnection';

/** Milliseconds in which an engine that has just taken its run's lock opens its socket. */
const grace = 2000;
/** Milliseconds from a failed attempt to the next: doubled each time, up to the longest. */
const firstDelay = 500;
const longestDelay = 10_000;

/** How a link reaches an engine; the store gives the real ones. */
export interface LinkParts {
  /** What the run's `engine.json` says now. */
  readonly endpoint: () => Endpoint | null;
  readonly connect: (endpoint: Endpoint, listener: RunListener) => Promise<RunConnection>;
  /** Something changed here. `look`: and on disk as well, so that it is worth reading now. */
  readonly changed: (look: boolean) => void;
}

/** The way from this window to the engine of one live run: found, lost, found again. */
export class RunLink implements Disposable, RunListener {
  /** What the engine last said it was busy with. */
  phase: PhaseProgress | null = null;
  hasPairs = false;
  private live: RunConnection | null = null;
  private attempting = false;
  private disposed = false;
  private firstTry: number | null = null;
  private failures = 0;
  private nextTry = 0;
  private standing: EngineLink = 'connecting';
  private why: string | null = null;
  private broken = false;

  constructor(private readonly parts: LinkParts) {}

  get state(): EngineLink {
    return this.standing;
  }

  /** null unless the state is "connected". */
  get connection(): RunConnection | null {
    return this.live;
  }

  /** Whether the connection broke and was not found again: the engine may be dead. */
  get lost(): boolean {
    return this.broken;
  }

  /** Why the engine cannot be reached, in a sentence for the user; null where there is nothing special to say. */
  get problem(): string | null {
    return this.why;
  }

  /**
   * Tries to reach the engine if it is time to. To be called again and again while a process holds the run's lock.
   * @param now milliseconds of a steady clock.
   */
  async tend(now: number): Promise<void> {
    this.firstTry ??= now;
    if (this.live !== null || this.attempting || this.disposed || now < this.nextTry) return;
    const endpoint = this.parts.endpoint();
    if (endpoint === null || endpoint.host !== hostname()) {
      // Without a socket it is a terminal's, or its engine has only just begun.
      const soon = endpoint === null && now - this.firstTry < grace;
      this.stand(soon ? 'connecting' : 'watching', null);
      return;
    }
    this.attempting = true;
    try {
      const connection = await this.parts.connect(endpoint, this);
      if (this.disposed) connection.dispose();
      else this.opened(connection);
    } catch (error) {
      this.failed(error, now);
    } finally {
      this.attempting = false;
    }
  }

  snapshot({ phase, hasPairs }: RunSnapshot): void {
    this.phase = phase;
    this.hasPairs = hasPairs;
    this.parts.changed(false);
  }

  event(event: Exclude<RunEvent, { type: 'metrics' }>): void {
    if (event.type === 'progress') {
      const { phase, done, total } = event;
      this.phase = total > 0 && done >= total ? null : { phase, done, total };
      this.parts.changed(false);
    } else if (event.type !== 'log') {
      if (event.type === 'started') this.hasPairs = true;
      if (event.type === 'started' || event.type === 'state') this.phase = null;
      this.parts.changed(true);
    }
  }

  closed(): void {
    this.live = null;
    this.broken = true;
    this.phase = null;
    this.hasPairs = false;
    this.failures = 0;
    this.nextTry = 0;
    this.standing = 'connecting';
    this.parts.changed(true);
  }

  dispose(): void {
    this.disposed = true;
    this.live?.dispose();
    this.live = null;
  }

  private opened(connection: RunConnection): void {
    this.live = connection;
    this.broken = false;
    this.failures = 0;
    this.stand('connected', null);
  }

  private failed(error: unknown, now: number): void {
    if (this.disposed) return;
    this.nextTry = now + Math.min(longestDelay, firstDelay * 2 ** this.failures);
    this.failures++;
    const why = error instanceof ProtocolMismatch ? error.message : null;
    // An engine that is starting or ending refuses for a moment; one that goes on refusing is out of reach.
    this.stand(why !== null || this.failures > 3 ? 'watching' : 'connecting', why);
  }

  private stand(state: EngineLink, why: string | null): void {
    const changed = state !== this.standing;
    this.standing = state;
    this.why = why;
    if (changed) this.parts.changed(false);
  }
}
