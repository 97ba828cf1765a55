import { basename, dirname } from 'node:path';
import { l10n } from 'vscode';
import type { PairSample } from '../../engine/protocol/runProtocol';
import { branchQueuedRun, isWhereRunGoesOn } from '../../engine/runs/branchRun';
import { findCheckpoint, type FoundCheckpoint } from '../../engine/runs/findCheckpoint';
import { createQueuedRun, dequeue, queueAgain, queueInMicroBatches } from '../../engine/runs/queuedRun';
import { renameRun } from '../../engine/runs/renameRun';
import { changeQueue } from '../../engine/runs/runQueue';
import type { RunConnection } from '../engine/runConnection';
import type { DiskRunStore } from './diskRunStore';
import type { QueueKeeper } from './queueKeeper';
import { moveInLane } from './queuePositions';
import type { NewRunRequest, RunControl } from './runControl';
import { canResume, hasEnded, isLive } from './runStates';
import type { ShownRun } from './shownRun';

/** Milliseconds to wait for the connection to an engine that has just begun. */
const longestWait = 5000;
const betweenLooks = 100;

/** What the control works with. */
export interface RunControlParts {
  readonly store: Pick<DiskRunStore, 'runsFolder' | 'get' | 'engineOf' | 'refresh'>;
  readonly keeper: Pick<QueueKeeper, 'hurry' | 'look'>;
  /** Whether engines may be started, and told something, from this window. */
  readonly mayStart: () => boolean;
  /** Rejects with a sentence for the user where there is no Node.js to run engines. */
  readonly checkEngine: () => Promise<void>;
  /** Moves a folder to the trash, or deletes it where there is none. */
  readonly removeFolder: (folder: string) => Promise<void>;
}

/** Controls runs through their engines where they have one, and else through the run folder and the queue. */
export class EngineRunControl implements RunControl {
  /** Branches that are being made, by the run's folder and the step: whoever asks again gets the same one. */
  private readonly branching = new Map<string, Promise<string>>();

  constructor(private readonly parts: RunControlParts) {}

  async start({ config, baseFolder }: NewRunRequest): Promise<string> {
    await this.checkStart();
    // The versions are those of the engine that will train it; it writes them when it begins.
    const run = { runsFolder: this.parts.store.runsFolder, config, baseFolder, versions: {} };
    const folder = createQueuedRun(run);
    await this.started(folder);
    return folder;
  }

  async resume(folder: string): Promise<void> {
    const { run } = this.find(folder);
    if (run.state === 'paused') {
      await (await this.connection(folder)).continue();
    } else if (hasEnded(run.state)) {
      await this.checkStart();
      queueAgain(folder);
      await this.started(folder);
      return;
    }
    await this.parts.store.refresh();
  }

  async trainInMicroBatches(folder: string): Promise<void> {
    await this.checkStart();
    queueInMicroBatches(folder);
    await this.started(folder);
  }

  async resumeFrom(folder: string, step: number): Promise<string> {
    const { run, title } = this.find(folder);
    const found = findCheckpoint(dirname(folder), folder, String(step));
    if (!isWhereRunGoesOn(found)) {
      const place = `${folder}:${step}`;
      const making = this.branching.get(place) ?? this.branch(found);
      this.branching.set(place, making);
      return making.finally(() => this.branching.delete(place));
    }
    if (!canResume(run.state) && run.state !== 'paused') {
      throw new Error(l10n.t('{0} is {1}: it goes on from this checkpoint by itself.', title, run.state));
    }
    await this.resume(folder);
    return folder;
  }

  async pause(folder: string): Promise<void> {
    await (await this.connection(folder)).pause();
    await this.parts.store.refresh();
  }

  async stop(folder: string): Promise<void> {
    if (this.find(folder).run.state !== 'queued') {
      await (await this.connection(folder)).stop();
    } else {
      try {
        dequeue(folder);
      } catch (error) {
        // Its engine may have been quicker than this window's view of it.
        await this.parts.store.refresh();
        if (!isLive(this.find(folder).run.state)) throw error;
        await (await this.connection(folder)).stop();
      }
    }
    await this.parts.store.refresh();
  }

  async checkpoint(folder: string): Promise<number> {
    return await (await this.connection(folder)).checkpoint();
  }

  async pairs(folder: string, count: number): Promise<PairSample> {
    return await (await this.connection(folder)).pairs(count);
  }

  async rename(folder: string, name: string): Promise<void> {
    if (isLive(this.find(folder).run.state)) await (await this.connection(folder)).rename(name);
    else renameRun(folder, name);
    await this.parts.store.refresh();
  }

  async moveInQueue(folder: string, places: number): Promise<void> {
    changeQueue(dirname(folder), (entries) => moveInLane(entries, basename(folder), places));
    await this.parts.store.refresh();
  }

  async remove(folder: string): Promise<void> {
    const { run, title } = this.find(folder);
    if (!hasEnded(run.state)) throw new Error(l10n.t('{0} has not ended: stop it, then delete it.', title));
    await this.parts.removeFolder(folder);
    await this.parts.store.refresh();
  }

  private async checkStart(): Promise<void> {
    this.checkTrust();
    await this.parts.checkEngine();
  }

  private checkTrust(): void {
    if (this.parts.mayStart()) return;
    throw new Error(
      l10n.t('Runs can only be looked at here, as the workspace is not trusted: trust it, then try again.'),
    );
  }

  private async branch(from: FoundCheckpoint): Promise<string> {
    await this.checkStart();
    const branch = await branchQueuedRun(from);
    await this.started(branch);
    return branch;
  }

  private async started(folder: string): Promise<void> {
    this.parts.keeper.hurry(folder);
    await this.parts.store.refresh();
  }

  private find(folder: string): ShownRun {
    const shown = this.parts.store.get(folder);
    if (shown !== undefined) return shown;
    throw new Error(l10n.t('There is no run in {0}: it was moved or deleted.', folder));
  }

  /** The connection to a live run's engine; one that has just begun is waited for. */
  private async connection(folder: string): Promise<RunConnection> {
    this.checkTrust();
    const until = performance.now() + longestWait;
    for (;;) {
      const shown = this.find(folder);
      const engine = this.parts.store.engineOf(folder);
      const connection = engine?.connection ?? null;
      if (connection !== null) return connection;
      if (shown.link !== 'connecting' || performance.now() > until) {
        throw new Error(unreachable(shown, engine?.problem ?? null));
      }
      await new Promise((resolve) => setTimeout(resolve, betweenLooks));
    }
  }
}

function unreachable({ run, title, link }: ShownRun, problem: string | null): string {
  if (!isLive(run.state)) return l10n.t('{0} is not running: it is {1}.', title, run.state);
  if (problem !== null) return problem;
  return link === 'connecting'
    ? l10n.t('The engine of {0} does not answer yet: try again in a moment.', title)
    : l10n.t(
        '{0} was started on {1} where this window cannot reach it: pause or stop it there.',
        title,
        run.record.host,
      );
}
