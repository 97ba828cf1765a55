import { expect, it } from 'vitest';
import type { Frame } from 'playwright-core';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';
import { trainInTerminal } from './workspaces/finishedRun';
import { makeSampleWorkspace } from './workspaces/sampleWorkspace';

inVscode('similar images', () => {
  const scene = useScene(async () => {
    const workspace = await makeSampleWorkspace();
    await trainInTerminal(workspace, 3);
    return workspace;
  });
  /** Waits for the page with so many images. */
  const found = (count: number): Promise<Frame> =>
    poll('similar images', async () => {
      for (const frame of scene().workbench.page.frames()) {
        const cells = frame.locator('.results:not(.is-old) .cell');
        if ((await cells.count().catch(() => 0)) === count) return frame;
      }
      return undefined;
    });

  it('are found from an image in the Explorer, and from one of those found', async () => {
    const { workbench } = scene();
    const { page } = workbench;
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^first, finished/);
    await page
      .getByRole('tab', { name: /^Explorer/ })
      .first()
      .click();
    const row = (name: RegExp) => page.locator('.explorer-folders-view').getByRole('treeitem', { name });
    await row(/^photos/)
      .first()
      .click();
    const [folder] = await poll('the folders', async () => {
      const names = await row(
        /^(circle|square|triangle|star|cross|heart|ring|arrow|moon|wedge)/,
      ).allInnerTexts();
      return names.length > 0 ? names : undefined;
    });
    await row(new RegExp(`^${String(folder).trim()}`))
      .first()
      .click();
    await poll('the images', async () =>
      row(/-000\.png/)
        .first()
        .isVisible(),
    );
    await workbench.chooseInMenu(row(/-000\.png/).first(), 'Find similar images...');
    await workbench.pickQuickRow(/^Step 24/);
    await workbench.screenshot('similar-question');
    await workbench.pickQuickRow(/the whole workspace/);
    const frame = await found(20);
    expect(await frame.locator('h1').innerText()).toMatch(/^Similar to .*-000\.png$/);
    expect(await frame.locator('.results').innerText()).toContain('319 images compared');
    await workbench.screenshot('similar-images');

    const first = await frame.locator('.cell').first().getAttribute('title');
    await frame.locator('.cell').first().focus();
    await frame.getByRole('button', { name: 'Search from this one' }).press('Enter');
    const name = /([^/]+\.png)/.exec(first ?? '')?.[1] ?? '';
    await poll(
      'the next search',
      async () => (await frame.locator('h1').innerText()) === `Similar to ${name}`,
    );
    const again = await found(20);
    await again.locator('.cell').nth(1).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await poll('the image', async () =>
      page.getByRole('tab', { name: /\.png/, selected: true }).first().isVisible(),
    );
    await workbench.screenshot('similar-opened');
  });

  it('come back after a reload of the window', async () => {
    const { workbench } = scene();
    await workbench.page
      .getByRole('tab', { name: /^Similar to/ })
      .first()
      .click();
    await found(20);
    await workbench.reload();
    await found(20);
  });
});
