import type { Frame } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

/** Has all runs compared, from the palette; anew where an editor that is still coming up has closed the question. */
export async function compareAllRuns(workbench: Workbench): Promise<void> {
  const all = workbench.page.getByRole('checkbox', { name: 'Toggle all checkboxes' });
  await poll('the choice of all runs', async () => {
    await workbench.runCommand('SimCLR: Compare runs...');
    await workbench.quickRows.first().waitFor({ timeout: 10_000 });
    await all.check({ timeout: 5000 });
    await workbench.quickInput.press('Enter', { timeout: 5000 });
    return true;
  });
}

/** Waits for the page that compares so many runs and is on top, and returns its frame. */
export function comparisonPage(workbench: Workbench, runs: number): Promise<Frame> {
  return poll(`the comparison of ${String(runs)} runs`, async () => {
    for (const frame of workbench.page.frames()) {
      const rows = await frame
        .locator('.run-table tbody tr')
        .count()
        .catch(() => 0);
      if (rows === runs && (await frame.locator('.run-table').isVisible())) return frame;
    }
    return undefined;
  });
}
