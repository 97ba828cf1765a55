import type { Disposable, Event } from 'vscode';
import type { ShownRun } from './shownRun';

/** What changed since the last event. */
export interface RunChange {
  /** Folders of runs that came, went or changed. */
  readonly folders: ReadonlySet<string>;
}

/** A run that came to its end while this window looked on, or was found dead when it opened. */
export interface RunEnd {
  readonly shown: ShownRun;
  /** Last lines of the log; empty unless it failed. */
  readonly lastLines: readonly string[];
}

/** Every run of the runs folder, kept up to date from disk and from the engines. One for the window. */
export interface RunStore extends Disposable {
  /** Absolute path. */
  readonly runsFolder: string;
  /** Newest first. */
  readonly runs: readonly ShownRun[];
  /** Folders that look like runs and cannot be read. */
  readonly broken: readonly { readonly id: string; readonly reason: string }[];
  /** False until the folder has been read once. */
  readonly loaded: boolean;
  get(folder: string): ShownRun | undefined;
  /** At most some four times a second. */
  readonly onDidChange: Event<RunChange>;
  readonly onDidEnd: Event<RunEnd>;
  /** A warning of a live run that has not been seen before; collapse is worth a notification. */
  readonly onDidWarn: Event<{ readonly shown: ShownRun; readonly kind: string; readonly message: string }>;
  /** Looks at the disk now, not at the next tick. */
  refresh(): Promise<void>;
}
