import { appendFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { RunConfig } from '../config/runConfig';
import { UserError } from '../errors';
import { writeFileAtomic } from './atomicFile';
import { checkSameConfig } from './checkpointConfig';
import { latestCheckpoint, readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoints';
import { writeError } from './fileErrors';
import { makeRunFolder } from './makeRunFolder';
import type { MetricsLine } from './metricsLine';
import { MetricsWriter } from './metricsWriter';
import { readMetrics } from './readMetrics';
import { readRun } from './readRun';
import { removeLeftovers } from './removeLeftovers';
import { acquireLock, type RunLock } from './runLock';
import { runName } from './runName';
import { runPaths, type RunPaths } from './runPaths';
import type { RunRecord, RunState, StudyPart } from './runRecord';
import type { TrainingState } from './trainingState';

/** How often a line of metrics brings `run.json` up to date, in milliseconds; changes of state always do. */
const progressEvery = 2000;

/** What is known of a run before anything is opened. */
export interface NewRun {
  /** Folder of all runs; made when missing. */
  readonly runsFolder: string;
  readonly config: RunConfig;
  /** Folder that relative paths of the configuration refer to. */
  readonly baseFolder: string;
  /** Program → version, for the record. */
  readonly versions: Readonly<Record<string, string>>;
  /** Of a study's run. */
  readonly study?: StudyPart | undefined;
}

/** The parts of the record that the trainer fills in; the rest is the writer's. */
export type RecordChange = Partial<
  Pick<
    RunRecord,
    | 'config'
    | 'importedFrom'
    | 'dataset'
    | 'device'
    | 'plan'
    | 'versions'
    | 'best'
    | 'warnings'
    | 'remedy'
    | 'summary'
  >
>;

/** The one writer of a run folder, from creation or resume to `close()`. It holds the folder's lock. */
export class RunWriter {
  private metrics: MetricsWriter | null = null;
  private recordWrittenAt = 0;

  private constructor(
    readonly paths: RunPaths,
    private current: RunRecord,
    private readonly lock: RunLock,
  ) {}

  /**
   * Makes a new run folder with a name of its own.
   * @throws UserError when the folder cannot be written.
   */
  static create(
    { runsFolder, config, baseFolder, versions, study }: NewRun,
    state: 'preparing' | 'queued' = 'preparing',
  ): RunWriter {
    const created = new Date();
    const paths = runPaths(makeRunFolder(resolve(runsFolder), runName(config, created)));
    const lock = acquireLock(paths.lock);
    const now = created.toISOString();
    const writer = new RunWriter(
      paths,
      {
        format: 1,
        state,
        reason: null,
        createdAt: now,
        updatedAt: now,
        config,
        baseFolder,
        ...(study === undefined ? {} : { study }),
        dataset: null,
        device: null,
        plan: null,
        versions,
        host: hostname(),
        progress: null,
        best: null,
        warnings: [],
        summary: null,
      },
      lock,
    );
    try {
      writer.writeRecord();
    } catch (error) {
      lock.release();
      rmSync(paths.folder, { recursive: true, force: true });
      throw error;
    }
    return writer;
  }

  /**
   * Opens the run in `folder` to go on with it, in state "preparing".
   * @param expected the state that the run has to be in, where it matters.
   * @throws UserError when another process writes it, when it is no run, or in another state.
   */
  static reopen(folder: string, versions: Readonly<Record<string, string>>, expected?: RunState): RunWriter {
    readRun(folder);
    const paths = runPaths(resolve(folder));
    const lock = acquireLock(paths.lock);
    try {
      // Read again: until the lock was ours another process may have gone on with the run.
      const { id, record } = readRun(folder);
      if (expected !== undefined && record.state !== expected) {
        throw new UserError(`${id} is ${record.state}, not ${expected} any more`);
      }
      const begun = { ...record, versions, host: hostname(), remedy: undefined, summary: null };
      const writer = new RunWriter(paths, begun, lock);
      removeLeftovers(paths);
      writer.setState('preparing');
      return writer;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** The record as it is on disk, or soon will be. */
  get record(): RunRecord {
    return this.current;
  }

  /** Changes the record and writes it. */
  update(change: RecordChange): void {
    this.current = { ...this.current, ...change };
    this.writeRecord();
  }

  /** Changes the state and writes the record; `reason` says why in one sentence. */
  setState(state: RunState, reason: string | null = null): void {
    this.metrics?.flush();
    this.current = { ...this.current, state, reason };
    this.writeRecord();
  }

  /**
   * The checkpoint to go on from, or null where the run never wrote one. The metrics are cut back to its step, so
   * that no step is recorded twice.
   * @throws UserError when it is damaged or was written under another configuration.
   */
  rewindToCheckpoint(): Checkpoint | null {
    const latest = latestCheckpoint(this.paths.checkpoints);
    const checkpoint = latest === null ? null : readCheckpoint(latest.path);
    if (checkpoint !== null) checkSameConfig(this.paths.record, this.current.config, checkpoint);
    this.metrics?.close();
    // The line before the first step is written whenever the first step is about to be taken.
    this.metrics = new MetricsWriter(this.paths.metrics, checkpoint?.meta.step || -1);
    const { lines } = readMetrics(this.paths.metrics);
    const progress = lines.reduce<MetricsLine | null>((sum, line) => ({ ...sum, ...line }), null);
    this.current = { ...this.current, progress, best: checkpoint?.meta.best ?? null };
    this.writeRecord();
    return checkpoint;
  }

  /** Appends a line to `metrics.jsonl`. Lines come in the order of their steps. */
  appendMetrics(line: MetricsLine): void {
    this.metrics ??= new MetricsWriter(this.paths.metrics, -1);
    this.metrics.append(line);
    this.current = { ...this.current, progress: { ...this.current.progress, ...line } };
    if (performance.now() - this.recordWrittenAt > progressEvery) this.writeRecord();
  }

  /** Appends a line to `engine.log`. */
  log(level: 'debug' | 'info' | 'warning' | 'error', message: string): void {
    try {
      appendFileSync(this.paths.log, `${new Date().toISOString()} ${level} ${message}\n`);
    } catch (error) {
      throw writeError(this.paths.log, error);
    }
  }

  /**
   * Writes a checkpoint, with every line of metrics before it, and removes old ones as the configuration says.
   * @returns its path.
   */
  async saveCheckpoint(state: TrainingState): Promise<string> {
    this.metrics?.sync();
    const { config } = this.current;
    const path = await writeCheckpoint(this.paths.checkpoints, state, config, config.checkpoint);
    this.current = { ...this.current, best: state.meta.best };
    this.writeRecord();
    return path;
  }

  /** Ends the writing: everything is on disk and the lock is given up. Call `setState` before. */
  close(): void {
    try {
      this.metrics?.close();
    } finally {
      this.metrics = null;
      this.lock.release();
    }
  }

  private writeRecord(): void {
    this.current = { ...this.current, updatedAt: new Date().toISOString() };
    writeFileAtomic(this.paths.record, `${JSON.stringify(this.current, null, 2)}\n`);
    this.recordWrittenAt = performance.now();
  }
}
