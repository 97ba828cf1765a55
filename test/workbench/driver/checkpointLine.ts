import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** Opens a finished run and its checkpoints in the Experiments view, and returns the line of a step. */
export async function checkpointLine(workbench: Workbench, run: RegExp, step: RegExp): Promise<Locator> {
  await workbench.showViews();
  const line = (name: RegExp) => workbench.view('Experiments').getByRole('treeitem', { name }).first();
  for (const name of [run, /^Checkpoints/]) {
    await workbench.treeItem('Experiments', name);
    await line(name).locator('.monaco-tl-twistie').click();
  }
  await workbench.treeItem('Experiments', step);
  return line(step);
}
