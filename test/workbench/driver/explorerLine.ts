import type { Locator } from 'playwright-core';
import { expandBy } from './expandLine';
import type { Workbench } from './workbench';

/** The line of the Explorer whose name matches, or the first of them. */
export function explorerLine({ page }: Workbench, name: RegExp): Locator {
  return page.locator('.explorer-folders-view').getByRole('treeitem', { name }).first();
}

/** Opens a folder of the Explorer, if it is closed. */
export async function openFolder(workbench: Workbench, name: RegExp): Promise<void> {
  const line = explorerLine(workbench, name);
  await expandBy(line, line, `the folder ${String(name)}`);
}
