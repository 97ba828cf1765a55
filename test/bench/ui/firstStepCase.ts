import { closeSync, openSync, readSync } from 'node:fs';
import { killEngines, runFolders } from '../../workbench/driver/runEngines';
import { poll } from '../../workbench/driver/poll';
import { Workbench } from '../../workbench/driver/workbench';
import { trainInTerminal } from '../../workbench/workspaces/finishedRun';
import { makeSampleWorkspace, removeWorkspace } from '../../workbench/workspaces/sampleWorkspace';
import { runPaths } from '../../../engine/runs/runPaths';
import type { OpenUiCase, UiCase } from './uiCase';
import type { UiSetup } from './uiSetup';

/** From the command to the first line of metrics, the images having been decoded before. */
export const firstStepCase: UiCase = {
  name: 'first step',
  description: 'from the command to the first step, images decoded before',
  goal: 5000,
  open,
};

async function open({ port, chromium }: UiSetup): Promise<OpenUiCase> {
  const workspace = await makeSampleWorkspace();
  await trainInTerminal(workspace, 1);
  const workbench = await Workbench.open({ port, chromium, folder: workspace.folder });
  await workbench.openFile('first.simclr.json');
  return {
    measure: async () => {
      const before = new Set(runFolders(workspace.runsFolder));
      await workbench.openFile('first.simclr.json');
      const start = await workbench.runCommand('SimCLR: Start run from this configuration');
      const time = await poll('the first step', () => {
        const run = runFolders(workspace.runsFolder).find((folder) => !before.has(folder));
        return run !== undefined && hasText(runPaths(run).metrics) && performance.now();
      });
      await killEngines(workspace.runsFolder);
      return time - start;
    },
    close: async () => {
      await workbench.close();
      await removeWorkspace(workspace);
    },
  };
}

function hasText(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    const length = readSync(file, Buffer.alloc(1));
    closeSync(file);
    return length > 0;
  } catch {
    return false;
  }
}
