import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { EventEmitter, type LogOutputChannel } from 'vscode';
import { UserError } from '../../engine/errors';
import type { Run } from '../../engine/runs/readRun';
import { lockOwner } from '../../engine/runs/runLock';
import { runsByKey } from '../../engine/studies/foundRuns';
import { listPlans, readPlan, studyLockPath, type StudyPlan } from '../../engine/studies/studyPlan';
import { studySizes, type StudySize } from '../../engine/studies/studySchema';
import type { TaskStatus } from '../../engine/studies/taskState';
import { DisposableStore } from '../dispose';
import type { RunStore } from '../runs/runStore';
import type { KnownStudy } from './knownStudy';
import { StartedStudy, type StateOrProblem } from './startedStudy';
import type { StudyFiles } from './studyFiles';

/** Milliseconds from one look to the next, at least; looking takes at most this share of the time. */
const lookEvery = 1000;
const lookShare = 0.1;
/** The same where only evaluations are missing of which no process here is known to make them. */
const lookSeldom = 10_000;

/** The plan in a file, and when that was written; null where it cannot be read. */
interface ReadPlan {
  readonly modified: number;
  readonly plan: StudyPlan | null;
}

/**
 * The studies of the window: those that are written down, those that were started, and who runs them. What the runs came to is
 * taken from the store of runs, so that nothing is read twice, and told only where it is asked for.
 */
export class StudyStore extends DisposableStore {
  private readonly changes = this.add(new EventEmitter<void>());
  private readonly ends = this.add(new EventEmitter<StartedStudy>());
  /** At most once a second. */
  readonly onDidChange = this.changes.event;
  /** The process that ran a study is gone; told how it stood before. */
  readonly onDidEnd = this.ends.event;
  private readonly plans = new Map<string, ReadPlan>();
  private started: readonly StartedStudy[] = [];
  private timer: NodeJS.Timeout | null = null;
  private spent = 0;
  private runsChanged = true;
  /** Looks again for evaluations that are missing; whether some were when a state was last asked for. */
  private evaluationTimer: NodeJS.Timeout | null = null;
  private awaited = false;

  constructor(
    private readonly runs: Pick<RunStore, 'runs' | 'runsFolder' | 'loaded' | 'onDidChange'>,
    private readonly files: Pick<StudyFiles, 'studies' | 'loaded' | 'onDidChange'>,
    private readonly log: Pick<LogOutputChannel, 'warn'>,
  ) {
    super();
    const changed = () => {
      this.runsChanged = true;
      this.lookSoon();
    };
    this.add(runs.onDidChange(changed));
    this.add(files.onDidChange(changed));
    this.add({ dispose: () => this.clearTimers() });
    this.look();
  }

  /** False until runs and files have been looked at once. */
  get loaded(): boolean {
    return this.runs.loaded && this.files.loaded;
  }

  /** Those written down, then those that are known by their plans alone. */
  get studies(): readonly KnownStudy[] {
    const written = this.files.studies;
    const others = new Map(
      this.started
        .filter(({ plan: { study } }) => !written.some(({ name }) => name === study.name))
        .map(({ plan: { study } }) => [study.name, study]),
    );
    return [
      ...written,
      ...[...others.values()].map((study): KnownStudy => {
        const { name, title } = study;
        return { name, title, origin: 'plan', path: null, study, problem: null };
      }),
    ];
  }

  /** A study by its name. */
  find(name: string): KnownStudy | undefined {
    return this.studies.find((study) => study.name === name);
  }

  /** The sizes at which a study was started, the smallest first. */
  startedOf(name: string): readonly StartedStudy[] {
    return this.started
      .filter(({ plan }) => plan.study.name === name)
      .toSorted((a, b) => studySizes.indexOf(a.plan.size) - studySizes.indexOf(b.plan.size));
  }

  /** A study as it was started at a size. */
  startedAt(name: string, size: StudySize): StartedStudy | undefined {
    return this.startedOf(name).find(({ plan }) => plan.size === size);
  }

  /** Every study that a process is at work on. */
  get running(): readonly StartedStudy[] {
    return this.started.filter(({ runner }) => runner !== null);
  }

  /** All runs of the folder by their keys, as they are known now. */
  runsByKey(): ReadonlyMap<string, Run> {
    return runsByKey(this.runs.runs.map(({ run }) => run));
  }

  /** Looks at the disk now, not in a moment. */
  look(): void {
    this.clearTimers();
    if (this.isDisposed) return;
    const before = this.started;
    try {
      this.started = this.readStarted();
    } catch (error) {
      this.log.warn(`${this.runs.runsFolder}: ${String(error)}`);
    }
    // Evaluations change without a word of the runs' records, and a cluster makes them without a process here.
    const changed =
      this.runsChanged || this.awaited || this.running.length > 0 || !sameProcesses(before, this.started);
    this.runsChanged = false;
    this.awaited = false;
    if (changed) this.changes.fire();
    for (const ended of before) if (ended.runner !== null && !this.isRunning(ended)) this.ends.fire(ended);
    if (this.running.length > 0) this.lookSoon();
  }

  private isRunning({ plan }: StartedStudy): boolean {
    return this.running.some((other) => keyOf(other.plan) === keyOf(plan));
  }

  private lookSoon(): void {
    if (this.isDisposed) return;
    this.timer ??= setTimeout(() => this.look(), Math.max(lookEvery, this.spent / lookShare));
  }

  private clearTimers(): void {
    clearTimeout(this.timer ?? undefined);
    clearTimeout(this.evaluationTimer ?? undefined);
    [this.timer, this.evaluationTimer] = [null, null];
  }

  /** Told how a study stands, whenever that is asked for. */
  private found({ state }: StateOrProblem, milliseconds: number): void {
    this.spent += milliseconds;
    const isAwaiting = state?.tasks.some(lacksEvaluations) === true;
    if (this.isDisposed || !isAwaiting) return;
    this.awaited = true;
    this.evaluationTimer ??= setTimeout(() => this.look(), Math.max(lookSeldom, this.spent / lookShare));
  }

  private readStarted(): readonly StartedStudy[] {
    const { runsFolder } = this.runs;
    let known: ReadonlyMap<string, Run> | null = null;
    this.spent = 0;
    const runs = () => (known ??= this.runsByKey());
    return listPlans(runsFolder).flatMap((path) => {
      const plan = this.readPlan(path);
      if (plan === null) return [];
      const runner = lockOwner(studyLockPath(runsFolder, plan.study.name, plan.size));
      const onFound = (standing: StateOrProblem, milliseconds: number) => this.found(standing, milliseconds);
      return [new StartedStudy(plan, runner, runs, onFound)];
    });
  }

  private readPlan(path: string): StudyPlan | null {
    const modified = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const known = this.plans.get(path);
    if (known?.modified === modified) return known.plan;
    let plan: StudyPlan | null = null;
    try {
      plan = readPlan(path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.log.warn(error.message);
    }
    this.plans.set(path, { modified, plan });
    return plan;
  }
}

function lacksEvaluations({ state, run }: TaskStatus): boolean {
  return run?.state === 'finished' && state !== 'done';
}

function keyOf({ study, size }: StudyPlan): string {
  return `${study.name}.${size}`;
}

function sameProcesses(a: readonly StartedStudy[], b: readonly StartedStudy[]): boolean {
  const facts = (all: readonly StartedStudy[]) =>
    all.map(({ plan, runner }) => [keyOf(plan), plan.startedAt, runner?.pid ?? null]);
  return isDeepStrictEqual(facts(a), facts(b));
}
