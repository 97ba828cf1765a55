import { vi } from 'vitest';
import type { ShownRun } from '../../../extension/runs/shownRun';
import type { RunChange } from '../../../extension/runs/runStore';
import type { Services } from '../../../extension/services';

/** As much of the services as a panel uses; `show` is the store finding a run changed, come or gone. */
export function fakeServices(runsFolder: string) {
  const runs = new Map<string, ShownRun>();
  const listeners = new Set<(change: RunChange) => void>();
  const store = {
    runsFolder,
    runs: [],
    broken: [] as { id: string; reason: string }[],
    loaded: true,
    get: (folder: string) => runs.get(folder),
    onDidChange: (listener: (change: RunChange) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    refresh: vi.fn(() => Promise.resolve()),
  };
  const control = { pairs: vi.fn<Services['control']['pairs']>() };
  const log = { warn: vi.fn() };
  return {
    services: { store, control, log } as unknown as Services,
    store,
    control,
    log,
    listeners,
    show(folder: string, shown: ShownRun | null): void {
      if (shown === null) runs.delete(folder);
      else runs.set(folder, shown);
      for (const listener of listeners) listener({ folders: new Set([folder]) });
    },
  };
}
