import type { Locator } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

/**
 * Opens a line of the Experiments view by its arrow, if it is closed: a click on its name would open the run.
 * @param patience to wait for the line and for those beneath it, milliseconds.
 */
export async function expandLine(workbench: Workbench, name: RegExp, patience?: number): Promise<void> {
  await workbench.treeItem('Experiments', name, patience);
  const line = workbench.view('Experiments').getByRole('treeitem', { name }).first();
  await expandBy(line.locator('.monaco-tl-twistie'), line, String(name), patience);
}

/**
 * Opens a line of a tree by clicks on `handle`, if it is closed. A line that is drawn anew under the pointer, or that another
 * came in above, makes nothing of a click, which is repeated then.
 * @param name of the line, for the message.
 */
export async function expandBy(
  handle: Locator,
  line: Locator,
  name: string,
  patience?: number,
): Promise<void> {
  const isOpen = async () => (await line.getAttribute('aria-expanded', { timeout: 2000 })) === 'true';
  const open = async () => {
    if (await isOpen()) return true;
    await handle.click({ timeout: 2000 });
    return poll('its lines', isOpen, 2000);
  };
  await poll(`${name} to be open`, open, patience);
}
