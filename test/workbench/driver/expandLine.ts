import { poll } from './poll';
import type { Workbench } from './workbench';

/**
 * Opens a line of the Experiments view by its arrow, if it is closed: a click on its name would open the run. A line that is
 * drawn anew under the pointer makes nothing of a click, which is repeated then.
 * @param patience to wait for the line and for those beneath it, milliseconds.
 */
export async function expandLine(workbench: Workbench, name: RegExp, patience?: number): Promise<void> {
  await workbench.treeItem('Experiments', name, patience);
  const line = workbench.view('Experiments').getByRole('treeitem', { name }).first();
  const isOpen = async () => (await line.getAttribute('aria-expanded')) === 'true';
  const open = async () => {
    if (await isOpen()) return true;
    await line.locator('.monaco-tl-twistie').click({ timeout: 2000 });
    return poll('its lines', isOpen, 2000);
  };
  await poll(`${String(name)} to be open`, open, patience);
}
