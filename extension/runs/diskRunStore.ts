import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Emitter } from 'vscode-jsonrpc/node';
import type { LogOutputChannel } from 'vscode';
import { readEndpoint, type Endpoint } from '../../engine/runs/endpoint';
import { readLogTail } from '../../engine/runs/logTail';
import type { Run } from '../../engine/runs/readRun';
import { readQueue } from '../../engine/runs/runQueue';
import { RunConnection, type RunListener } from '../engine/runConnection';
import type { RunLink } from '../engine/runLink';
import { ChangeBatch } from './changeBatch';
import type { DeadRuns } from './deadRuns';
import { Lookout, type Activity } from './lookout';
import { queuePositions } from './queuePositions';
import { RunFolderReader, type BrokenRun } from './runFolderReader';
import { hasEnded, isLive } from './runStates';
import type { RunChange, RunEnd, RunStore } from './runStore';
import type { ShownRun } from './shownRun';
import { TrackedRun } from './trackedRun';

/** Lines of a failed run's log that go with the news of it. */
const lastLines = 20;

/** What the store depends on. */
export interface DiskRunStoreParts {
  /** Names this window to engines, for their logs: "VS Code 1.100.3". */
  readonly client: string;
  readonly deadRuns: DeadRuns;
  /** Whether the sockets that run folders name may be opened: in a folder of strangers they may be anything. */
  readonly mayConnect: () => boolean;
  readonly log: Pick<LogOutputChannel, 'warn'>;
}

/**
 * The runs of a folder, by looking at it again and again: that works on every disk, a network's too. Engines on this
 * machine tell it at once, by their sockets, what would be seen a moment later.
 */
export class DiskRunStore implements RunStore {
  private readonly changes = new Emitter<RunChange>();
  private readonly ends = new Emitter<RunEnd>();
  private readonly warnings = new Emitter<{ shown: ShownRun; kind: string; message: string }>();
  private readonly batch = new ChangeBatch((folders) => this.changes.fire({ folders }));
  private readonly tracked = new Map<string, TrackedRun>();
  private reader: RunFolderReader;
  /** null while nobody has asked since the last change. */
  private sorted: readonly ShownRun[] | null = null;
  private unreadable: readonly BrokenRun[] = [];
  private complete = false;
  private disposed = false;
  private readonly lookout = new Lookout((whole) => this.look(whole));

  readonly onDidChange = this.changes.event;
  readonly onDidEnd = this.ends.event;
  readonly onDidWarn = this.warnings.event;

  /**
   * Begins to look at once, but not within this call.
   * @param runsFolder absolute path; it need not exist.
   */
  constructor(
    runsFolder: string,
    private readonly parts: DiskRunStoreParts,
  ) {
    this.reader = new RunFolderReader(runsFolder);
  }

  get runsFolder(): string {
    return this.reader.runsFolder;
  }

  get runs(): readonly ShownRun[] {
    this.sorted ??= [...this.tracked.values()].map(({ shown }) => shown).sort(newestFirst);
    return this.sorted;
  }

  get broken(): readonly BrokenRun[] {
    return this.unreadable;
  }

  get loaded(): boolean {
    return this.complete;
  }

  get(folder: string): ShownRun | undefined {
    return this.tracked.get(resolve(folder))?.shown;
  }

  /** The way to the engine of a run; null where no process is at work on it. */
  engineOf(folder: string): RunLink | null {
    return this.tracked.get(resolve(folder))?.engine ?? null;
  }

  refresh(): Promise<void> {
    return this.lookout.now();
  }

  /** Shows the runs of another folder from now on. */
  retarget(runsFolder: string): void {
    if (runsFolder === this.reader.runsFolder) return;
    this.batch.add(this.tracked.keys());
    this.forgetAll();
    this.reader = new RunFolderReader(runsFolder);
    void this.lookout.now();
  }

  /** Engines go on. */
  dispose(): void {
    this.disposed = true;
    this.lookout.dispose();
    this.batch.dispose();
    this.forgetAll();
    for (const emitter of [this.changes, this.ends, this.warnings]) emitter.dispose();
  }

  private forgetAll(): void {
    for (const run of this.tracked.values()) run.dispose();
    this.tracked.clear();
    this.sorted = null;
    this.unreadable = [];
    this.complete = false;
  }

  private async look(whole: boolean): Promise<Activity> {
    try {
      await this.lookNow(whole);
    } catch (error) {
      this.parts.log.warn(`${this.runsFolder}: ${String(error)}`);
    }
    const active = this.active();
    if (active.length === 0) return 'idle';
    return active.some(({ run }) => isLive(run.state)) ? 'live' : 'waiting';
  }

  /** Looks at the whole folder, or only at the runs that a process is at work on or is about to be. */
  private async lookNow(whole: boolean): Promise<void> {
    const { reader } = this;
    const unsure = (run: Run) => isLive(run.state) && this.needsProof(run.paths.folder, whole);
    const reading = whole
      ? await reader.readAll(unsure)
      : await reader.read(
          this.active().map(({ run }) => run.id),
          unsure,
        );
    const { runs, found } = await this.settleDeaths(reading.runs);
    if (this.disposed || reader !== this.reader) return;
    const before = this.knownOf(runs.values());
    const changed = this.take(runs, queuePositions(readQueue(reader.runsFolder)));
    if (whole) this.takeWhole(runs, reading.broken, changed);
    if (changed.size > 0) this.publish(changed);
    for (const folder of found) this.announceEnd(folder);
    this.announce(changed, before);
  }

  /** Runs that wait for their turn, or that a process is at work on. */
  private active(): readonly ShownRun[] {
    return this.runs.filter(({ run }) => !hasEnded(run.state));
  }

  /** Whether it must be asked of the system if the run's process lives: an engine that we hear needs no proof. */
  private needsProof(folder: string, whole: boolean): boolean {
    const engine = this.engineOf(folder);
    return engine === null || (engine.connection === null && (whole || engine.lost));
  }

  /** The runs, with the reason where their process has gone; `found` are those that died before we looked on. */
  private async settleDeaths(read: ReadonlyMap<string, Run>) {
    const runs = new Map(read);
    const found: string[] = [];
    for (const [id, run] of read) {
      if (run.state !== 'interrupted') continue;
      const settled = await this.parts.deadRuns.settle(run);
      runs.set(id, settled.run);
      if (settled.recorded && !this.tracked.has(run.paths.folder)) found.push(run.paths.folder);
    }
    return { runs, found };
  }

  private knownOf(runs: Iterable<Run>): Map<string, Run> {
    const known = new Map<string, Run>();
    for (const { paths } of runs) {
      const tracked = this.tracked.get(paths.folder);
      if (tracked !== undefined) known.set(paths.folder, tracked.shown.run);
    }
    return known;
  }

  private take(runs: ReadonlyMap<string, Run>, positions: ReadonlyMap<string, number>): Set<string> {
    const changed = new Set<string>();
    const now = performance.now();
    for (const [id, run] of runs) {
      const { folder } = run.paths;
      const known = this.tracked.get(folder);
      const position = run.state === 'queued' ? (positions.get(id) ?? null) : null;
      const news = (known ?? this.track(run)).update(run, position, now);
      if (news || known === undefined) changed.add(folder);
    }
    return changed;
  }

  private track(run: Run): TrackedRun {
    const { folder } = run.paths;
    const tracked: TrackedRun = new TrackedRun(run, {
      endpoint: () => (this.parts.mayConnect() ? readEndpoint(folder) : null),
      connect: (endpoint: Endpoint, listener: RunListener) =>
        RunConnection.open(endpoint, this.parts.client, listener),
      changed: (look) => {
        if (look) this.lookout.wake();
        if (tracked.refresh()) this.publish([folder]);
      },
    });
    this.tracked.set(folder, tracked);
    return tracked;
  }

  /** What only a look at the whole folder tells: what has gone, and what cannot be read. */
  private takeWhole(
    runs: ReadonlyMap<string, Run>,
    broken: readonly BrokenRun[],
    changed: Set<string>,
  ): void {
    for (const [folder, tracked] of this.tracked) {
      if (runs.has(tracked.shown.run.id)) continue;
      tracked.dispose();
      this.tracked.delete(folder);
      changed.add(folder);
    }
    if (!this.complete || !isDeepStrictEqual(broken, this.unreadable)) changed.add(this.runsFolder);
    this.unreadable = broken;
    this.complete = true;
  }

  private publish(changed: Iterable<string>): void {
    this.sorted = null;
    this.batch.add(changed);
  }

  /** Tells of runs that have ended since they were as in `before`, and of warnings that they did not have then. */
  private announce(changed: ReadonlySet<string>, before: ReadonlyMap<string, Run>): void {
    for (const folder of changed) {
      const last = before.get(folder);
      const shown = this.get(folder);
      if (last === undefined || shown === undefined) continue;
      const known = new Set(last.record.warnings.map(({ message }) => message));
      for (const { kind, message } of shown.run.record.warnings) {
        if (!known.has(message)) this.warnings.fire({ shown, kind, message });
      }
      if (!hasEnded(last.state) && hasEnded(shown.run.state)) this.announceEnd(folder);
    }
  }

  private announceEnd(folder: string): void {
    const shown = this.get(folder);
    if (shown === undefined) return;
    const failed = shown.run.state === 'failed' || shown.run.state === 'interrupted';
    this.ends.fire({ shown, lastLines: failed ? readLogTail(shown.run.paths.log, lastLines) : [] });
  }
}

function newestFirst(a: ShownRun, b: ShownRun): number {
  const key = ({ run }: ShownRun) => `${run.record.createdAt} ${run.id}`;
  return key(a) < key(b) ? 1 : -1;
}
