import type { Frame } from 'playwright-core';
import { answerWithFile } from './fileDialog';
import { poll } from './poll';
import type { Workbench } from './workbench';

/** Looks for images that are similar to the one at `image`, from the palette, by the checkpoint of step 24. */
export async function searchFromPalette(workbench: Workbench, image: string, where: RegExp): Promise<void> {
  await workbench.runCommand('SimCLR: Find similar images...');
  await answerWithFile(workbench, 'Use This Image', image);
  await workbench.pickQuickRow(/^Step 24/);
  await workbench.pickQuickRow(where);
}

/** Waits for the page that shows so many similar images, and returns its frame. */
export function similarPage(workbench: Workbench, count: number): Promise<Frame> {
  return poll('similar images', async () => {
    for (const frame of workbench.page.frames()) {
      const cells = frame.locator('.results:not(.is-old) .cell');
      if ((await cells.count().catch(() => 0)) === count) return frame;
    }
    return undefined;
  });
}
