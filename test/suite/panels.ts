import { deepEqual, equal } from 'node:assert/strict';
import type { MochaGlobals } from 'mocha';
import { commands, TabInputWebview, window } from 'vscode';
import { commandIds, panelTypes } from '../../extension/ids';
import { poll } from '../workbench/driver/poll';
import { theExtension } from './theExtension';

/** Titles of the tabs with run panels. */
function panelTitles(): string[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(panelTypes.run))
    .map(({ label }) => label);
}

export function panelSuite({ describe, it }: MochaGlobals): void {
  describe('the run panel', () => {
    it('opens once for a run, however often it is asked for', async () => {
      const [shown] = theExtension().exports.store.runs;
      const folder = shown?.run.paths.folder;
      await commands.executeCommand(commandIds.openRun, folder);
      await commands.executeCommand(commandIds.openRun, folder);
      await poll('the panel', () => panelTitles().length > 0);
      deepEqual(panelTitles(), ['suite · finished']);
    });

    it('has a serializer, which brings it back after a reload', () => {
      // A second one for the same type is refused.
      let refused = false;
      try {
        window
          .registerWebviewPanelSerializer(panelTypes.run, {
            deserializeWebviewPanel: () => Promise.resolve(),
          })
          .dispose();
      } catch {
        refused = true;
      }
      equal(refused, true);
    });

    it('is gone when its tab is closed', async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
      await poll('the end of the panel', () => panelTitles().length === 0);
    });
  });
}
