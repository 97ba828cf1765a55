import type { Frame } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

/** Waits for the page of an evaluation of this run that is shown, and returns its frame. */
export function evaluationPage(workbench: Workbench, title: string): Promise<Frame> {
  return poll(`the evaluation of ${title}`, async () => {
    for (const frame of workbench.page.frames()) {
      const section = frame.locator('.section-repeat');
      if ((await section.count().catch(() => 0)) === 0 || !(await section.isVisible())) continue;
      if ((await frame.locator('h1').innerText()) === title) return frame;
    }
    return undefined;
  });
}
