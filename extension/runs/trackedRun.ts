import type { Disposable } from 'vscode';
import type { Run } from '../../engine/runs/readRun';
import { RunLink, type LinkParts } from '../engine/runLink';
import { isLive } from './runStates';
import { runTitle } from './runTitle';
import type { ShownRun } from './shownRun';
import { StepRate } from './stepRate';

/** What the window knows of one run, from looking at it again and again. */
export class TrackedRun implements Disposable {
  private link: RunLink | null = null;
  private rate = new StepRate();
  private queuePosition: number | null = null;
  private current: ShownRun;

  /** @param linkParts how its engine is reached. */
  constructor(
    private run: Run,
    private readonly linkParts: LinkParts,
  ) {
    this.current = this.compose();
  }

  /** The run for the screens: the same object until something about it changes. */
  get shown(): ShownRun {
    return this.current;
  }

  /** The way to its engine; null where no process is at work on it. */
  get engine(): RunLink | null {
    return this.link;
  }

  /**
   * Takes what was found on disk.
   * @param now milliseconds of a steady clock.
   * @returns whether `shown` has changed.
   */
  update(run: Run, queuePosition: number | null, now: number): boolean {
    this.run = run;
    this.queuePosition = queuePosition;
    const { progress } = run.record;
    if (progress !== null) this.rate.mark(progress.step, progress.time);
    if (isLive(run.state)) {
      this.link ??= new RunLink(this.linkParts);
      void this.link.tend(now);
    } else {
      this.link?.dispose();
      this.link = null;
    }
    return this.refresh();
  }

  /** Takes what the engine has said since. Returns whether `shown` has changed. */
  refresh(): boolean {
    const next = this.compose();
    if (same(this.current, next)) return false;
    this.current = next;
    return true;
  }

  dispose(): void {
    this.link?.dispose();
    this.link = null;
  }

  private compose(): ShownRun {
    const { run, link, queuePosition } = this;
    return {
      run,
      title: runTitle(run.record),
      queuePosition,
      link: link?.state ?? 'none',
      phase: link?.phase ?? null,
      hasPairs: link?.hasPairs ?? false,
      stepsPerSecond: run.state === 'running' ? this.rate.value : null,
    };
  }
}

function same(a: ShownRun, b: ShownRun): boolean {
  return (
    a.run === b.run &&
    a.title === b.title &&
    a.queuePosition === b.queuePosition &&
    a.link === b.link &&
    a.phase === b.phase &&
    a.hasPairs === b.hasPairs &&
    a.stepsPerSecond === b.stepsPerSecond
  );
}
