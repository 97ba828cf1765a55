import type { Frame } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

/** Waits for the page of the study with this title, and returns its frame. */
export function studyPage(workbench: Workbench, title: string): Promise<Frame> {
  return poll(`the page of ${title}`, async () => {
    for (const frame of workbench.page.frames()) {
      const heading = frame.locator('.head h1', { hasText: title });
      const found = await heading.isVisible().catch(() => false);
      if (found && (await frame.locator('.grid').isVisible())) return frame;
    }
    return undefined;
  });
}
