import type { Frame } from 'playwright-core';
import { poll } from './poll';
import type { Workbench } from './workbench';

/** Waits for the editor of a checkpoint that is shown, with its statistics, and returns its frame. */
export function checkpointPage(workbench: Workbench, heading: string): Promise<Frame> {
  return poll(`the checkpoint ${heading}`, async () => {
    for (const frame of workbench.page.frames()) {
      const tree = frame.locator('.tree');
      if ((await tree.count().catch(() => 0)) === 0 || !(await tree.isVisible())) continue;
      if ((await frame.locator('h1').innerText()) !== heading) continue;
      if (!(await frame.locator('.tensors .progress').isVisible())) return frame;
    }
    return undefined;
  });
}
