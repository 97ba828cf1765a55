import type { Workbench } from './workbench';

/** Opens a line of the Experiments view by its arrow, if it is closed: a click on its name would open the run. */
export async function expandLine(workbench: Workbench, name: RegExp): Promise<void> {
  await workbench.treeItem('Experiments', name);
  const line = workbench.view('Experiments').getByRole('treeitem', { name }).first();
  if ((await line.getAttribute('aria-expanded')) !== 'true') await line.locator('.monaco-tl-twistie').click();
}
