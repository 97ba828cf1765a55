import type { Locator } from 'playwright-core';
import { expandLine } from './expandLine';
import type { Workbench } from './workbench';

/** Opens a finished run and its checkpoints in the Experiments view, and returns the line of a step. */
export async function checkpointLine(workbench: Workbench, run: RegExp, step: RegExp): Promise<Locator> {
  await workbench.showViews();
  await expandLine(workbench, run);
  await expandLine(workbench, /^Checkpoints/);
  await workbench.treeItem('Experiments', step);
  return workbench.view('Experiments').getByRole('treeitem', { name: step }).first();
}
