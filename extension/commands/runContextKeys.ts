import { DisposableStore } from '../dispose';
import { contextKeys, type ContextKey } from '../ids';
import type { RunStore } from '../runs/runStore';
import type { ShownRun } from '../runs/shownRun';
import { isPossible, type RunActionName } from './possibleActions';
import { setContextKey } from './setContextKey';

/** What the runs that there are make possible, for `when` and `enablement` clauses. */
export function runContext(runs: readonly ShownRun[]): ReadonlyMap<ContextKey, boolean> {
  const some = (...actions: readonly RunActionName[]) =>
    runs.some((run) => actions.some((action) => isPossible(action, run)));
  return new Map([
    [contextKeys.hasRuns, runs.length > 0],
    [contextKeys.hasRunning, some('pause')],
    [contextKeys.hasResumable, some('resume')],
    [contextKeys.hasTooLarge, some('trainInMicroBatches')],
    [contextKeys.hasStoppable, some('stop', 'cancel')],
    [contextKeys.hasCheckpointable, some('checkpoint')],
    [contextKeys.hasQueued, some('cancel')],
  ]);
}

/** Keeps the context keys in step with the runs. */
export class RunContextKeys extends DisposableStore {
  constructor(private readonly store: RunStore) {
    super();
    this.add(store.onDidChange(() => this.update()));
    this.update();
    // Whether there are none is known only after a first look, which changes nothing where there are none.
    if (!store.loaded) {
      void store.refresh().then(
        () => this.update(),
        () => undefined,
      );
    }
  }

  private update(): void {
    const { runs, broken, loaded } = this.store;
    for (const [key, value] of runContext(runs)) setContextKey(key, value);
    setContextKey(contextKeys.noRuns, loaded && runs.length + broken.length === 0);
  }
}
