import { deepEqual, equal, notEqual } from 'node:assert/strict';
import type { MochaGlobals } from 'mocha';
import { enginePid, killEngines } from '../workbench/driver/runEngines';
import { poll } from '../workbench/driver/poll';
import { startUntil, tinyConfig } from './runs';
import { theExtension } from './theExtension';
import { pendingTimers } from './timers';
import { toolEngines } from './toolEngines';

export function disposalSuite({ describe, it, after }: MochaGlobals): void {
  describe('disposal', () => {
    after(() => killEngines(theExtension().exports.store.runsFolder));

    it('ends the tool engine and every timer, and leaves the engines of runs to their work', async () => {
      const { parts, tool } = theExtension().exports;
      await tool.backends();
      const { run } = await startUntil(tinyConfig('lasting', 3000), (shown) => shown.link === 'connected');
      const pid = enginePid(run.paths.folder);
      notEqual(pid, undefined);
      if (process.platform !== 'win32') equal((await toolEngines()).length, 1);
      notEqual(pendingTimers().length, 0);

      parts.dispose();

      await poll('the end of the tool engine', async () => (await toolEngines()).length === 0);
      await poll('the end of the timers', () => pendingTimers().length === 0, 5000).catch(() => undefined);
      deepEqual(pendingTimers(), []);
      equal(enginePid(run.paths.folder), pid);
    });
  });
}
