import { deepEqual, equal } from 'node:assert/strict';
import type { MochaGlobals } from 'mocha';
import { commands } from 'vscode';
import { commandIds } from '../../extension/ids';
import { theExtension } from './theExtension';

export function activationSuite({ describe, it }: MochaGlobals): void {
  describe('activation', () => {
    it('waits until the extension is needed', () => {
      equal(theExtension().isActive, false);
    });

    it('registers every command', async () => {
      await theExtension().activate();
      const registered = new Set(await commands.getCommands(true));
      deepEqual(
        Object.values(commandIds).filter((id) => !registered.has(id)),
        [],
      );
    });
  });
}
