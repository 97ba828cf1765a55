import type { PhaseProgress } from '../../engine/protocol/runEvent';
import type { Run } from '../../engine/runs/readRun';

/** How the extension stands with the engine of a run. */
export type EngineLink =
  /** No process: the run is queued, has ended, or has lost its engine. */
  | 'none'
  /** A process holds the run's lock, and the extension is about to reach it. */
  | 'connecting'
  /** Pause, stop, checkpoint and new pairs are possible. */
  | 'connected'
  /** A process holds the lock but has no socket for us: another machine, or a terminal. The run is shown from disk. */
  | 'watching';

/** A run as every screen shows it: the record on disk, and what only the engine knows. */
export interface ShownRun {
  readonly run: Run;
  /** Name for people: `config.name`, or data set and encoder. */
  readonly title: string;
  /** Place in its device's queue, 1 is next; null where it is not queued. */
  readonly queuePosition: number | null;
  readonly link: EngineLink;
  /** What the engine is busy with besides steps. */
  readonly phase: PhaseProgress | null;
  /** Whether a new sample of pairs can be asked for. */
  readonly hasPairs: boolean;
  /** Steps a second of late, for the time left; null where it is not training. */
  readonly stepsPerSecond: number | null;
}
