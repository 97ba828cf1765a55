import type { Frame } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

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
