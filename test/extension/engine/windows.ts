import type { ChildProcess } from 'node:child_process';
import { afterEach } from 'vitest';
import { assetPath } from '../../../engine/assets';
import { EngineFork } from '../../../extension/engine/forkEngine';
import { NodeFinder } from '../../../extension/engine/nodeFinder';
import { ProcessToolEngine } from '../../../extension/engine/processToolEngine';
import { RunEngines } from '../../../extension/engine/runEngines';
import { EngineRunControl } from '../../../extension/runs/engineRunControl';
import { QueueKeeper } from '../../../extension/runs/queueKeeper';
import { openStore, quiet } from '../runs/diskRuns';

/** What a window of the editor has of the extension's services, with the built engine; all end with the test. */
export function windows() {
  const owned: { dispose(): void }[] = [];
  afterEach(() => {
    for (const thing of owned.splice(0)) thing.dispose();
  });

  /** A window that looks at `runsFolder`. */
  const open = (runsFolder: string) => {
    const fork = new EngineFork(assetPath('main.js'));
    const finder = new NodeFinder(() => process.execPath);
    const engines = new RunEngines(fork, finder, quiet);
    const store = openStore(runsFolder, { endOf: (folder, pid) => engines.endOf(folder, pid) });
    const keeper = new QueueKeeper({
      runsFolder: () => store.runsFolder,
      mayStart: () => true,
      start: (folder) => engines.start(folder),
      changed: () => void store.refresh(),
      report: (message) => {
        throw new Error(message);
      },
      log: quiet,
    });
    const control = new EngineRunControl({
      store,
      keeper,
      mayStart: () => true,
      checkEngine: () => engines.check(),
      removeFolder: () => Promise.reject(new Error('nothing is removed here')),
    });
    owned.push(store, keeper);
    const close = () => [keeper, store].forEach((part) => part.dispose());
    return { store, keeper, control, close };
  };

  /** A window's tool engine, and the processes that it has started. */
  const openTool = (idleMinutes = 5) => {
    const finder = new NodeFinder(() => process.execPath);
    const fork = new EngineFork(assetPath('main.js'));
    const children: ChildProcess[] = [];
    const tool = new ProcessToolEngine({
      fork: async () => {
        const forked = fork.tools(await finder.find());
        children.push(forked.child);
        return forked;
      },
      client: 'a test',
      log: quiet,
      idleMinutes,
    });
    owned.push(tool);
    return { tool, children };
  };

  return { open, openTool };
}
