import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runPaths } from '../../engine/runs/runPaths';
import { explorerLine, openFolder } from './driver/explorerLine';
import { poll } from './driver/poll';
import { searchFromPalette, similarPage } from './driver/similarPage';
import { themes, useTheme, waitForTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { firstImage } from './workspaces/imageFolder';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('similar images', () => {
  const scene = useScene(async (workspace) => {
    await writeTrainedSample(workspace);
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
    await openFolder(workbench, /^photos/);
    await openFolder(workbench, /^(circle|square|triangle|star|cross|heart|ring|arrow|moon|wedge)/);
    await workbench.chooseInMenu(explorerLine(workbench, /-000\.png/), 'Find similar images...');
    await workbench.pickQuickRow(/^Step 24/);
    await workbench.screenshot('similar-question');
    await workbench.pickQuickRow(/the whole workspace/);
    const frame = await similarPage(workbench, 20);
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
    const again = await similarPage(workbench, 20);
    await again.locator('.cell').nth(1).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await poll('the image', async () =>
      page.getByRole('tab', { name: /\.png/, selected: true }).first().isVisible(),
    );
    await workbench.screenshot('similar-opened');
  });

  it('are found from the palette, and shown in the Explorer', async () => {
    const { workbench, workspace } = scene();
    const { page } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await searchFromPalette(
      workbench,
      firstImage(join(workspace.folder, 'photos')),
      /the folder of the image/,
    );
    const frame = await similarPage(workbench, 20);
    expect(await frame.locator('.results').innerText()).toContain('79 images compared');
    const chosen = frame.locator('.cell').nth(2);
    const name = /([^/\\\s]+\.png)/.exec((await chosen.getAttribute('title')) ?? '')?.[1] ?? '';
    await chosen.click();
    await frame.getByRole('button', { name: 'Reveal' }).press('Enter');
    const row = page.locator(
      '.explorer-folders-view .monaco-list-row.selected, .explorer-folders-view .focused',
    );
    await poll(`${name} in the Explorer`, async () => (await row.allInnerTexts()).join().includes(name));
    await workbench.screenshot('similar-revealed');
  });

  it('are no longer looked for where one cancels', async () => {
    const { workbench, workspace } = scene();
    await workbench.runCommand('View: Close All Editors');
    await searchFromPalette(workbench, firstImage(join(workspace.folder, 'photos')), /built-in/i);
    const frame = await poll('the search', async () => {
      for (const each of workbench.page.frames()) {
        const cancel = each.getByRole('button', { name: 'Cancel' });
        if ((await cancel.count().catch(() => 0)) === 0 || !(await cancel.isVisible())) continue;
        await workbench.screenshot('similar-busy');
        await cancel.press('Enter');
        return each;
      }
      return undefined;
    });
    await frame.getByText('The search was cancelled.').waitFor();
    expect(await frame.locator('.results').isVisible()).toBe(false);
    await workbench.screenshot('similar-cancelled');
    await frame.getByRole('button', { name: 'Search again' }).press('Enter');
    await similarPage(workbench, 20);
  });

  it.each(themes)('are drawn in the theme: $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    await useTheme(workspace.folder, theme);
    const frame = await similarPage(workbench, 20);
    await waitForTheme(frame, bodyClass);
    await frame.locator('.cell').nth(1).focus();
    await workbench.screenshot(`similar-images-${name}`);
  });
});

inVscode('similar images without a checkpoint', () => {
  const scene = useScene(async (workspace) => {
    const run = await writeTrainedSample(workspace);
    await rm(runPaths(run).checkpoints, { recursive: true });
  });

  it('say what is needed first', async () => {
    const { workbench } = scene();
    await workbench.runCommand('SimCLR: Find similar images...');
    const told = await poll('the notice', async () => {
      const [first] = await workbench.notifications();
      return first;
    });
    expect(told).toContain(
      'No run has a checkpoint yet that images could be compared with: start a SimCLR run',
    );
    await workbench.screenshot('similar-no-run');
  });
});
