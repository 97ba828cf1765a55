import type { Locator } from 'playwright-core';
import { expandLine } from './expandLine';
import { poll } from './poll';
import type { Workbench } from './workbench';

/**
 * Opens a finished run and its checkpoints in the Experiments view, and returns the line of a step. A run that has only just
 * come closes once more when the view notices, which looks every few seconds: then it is opened again.
 */
export async function checkpointLine(workbench: Workbench, run: RegExp, step: RegExp): Promise<Locator> {
  await workbench.showViews();
  await poll(`${String(step)} beneath ${String(run)}`, async () => {
    await expandLine(workbench, run, 5000);
    await expandLine(workbench, /^Checkpoints/, 5000);
    return workbench.treeItem('Experiments', step, 5000);
  });
  return workbench.view('Experiments').getByRole('treeitem', { name: step }).first();
}
