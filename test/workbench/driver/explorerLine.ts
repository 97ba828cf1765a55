import type { Locator } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

/** The line of the Explorer whose name matches, or the first of them. */
export function explorerLine({ page }: Workbench, name: RegExp): Locator {
  return page.locator('.explorer-folders-view').getByRole('treeitem', { name }).first();
}

/** Opens a folder of the Explorer, if it is closed: again where a line came in above it and had the click. */
export async function openFolder(workbench: Workbench, name: RegExp): Promise<void> {
  const line = explorerLine(workbench, name);
  const isOpen = async () => (await line.getAttribute('aria-expanded', { timeout: 2000 })) === 'true';
  await poll(`the folder ${String(name)} to be open`, async () => {
    if (await isOpen()) return true;
    await line.click({ timeout: 2000 });
    return poll('what is in it', isOpen, 2000);
  });
}
