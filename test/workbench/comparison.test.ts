import { expect, it } from 'vitest';
import { comparisonPage } from './driver/comparisonPage';
import { poll } from './driver/poll';
import { themes, useTheme, waitForTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { copyRun } from './workspaces/copyRun';
import type { SampleWorkspace } from './workspaces/sampleWorkspace';
import { writeTrainedSample } from './workspaces/trainedSample';

async function writeRuns(workspace: SampleWorkspace): Promise<void> {
  const first = await writeTrainedSample(workspace);
  await copyRun(first, 'warm', 0.5, 601);
  await copyRun(first, 'hot', 1, 402);
}

inVscode('the comparison of runs', () => {
  const scene = useScene(writeRuns);

  it('opens for the runs selected in the tree, and draws them', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^hot, finished/);
    const row = (name: RegExp) => workbench.view('Experiments').getByRole('treeitem', { name });
    await poll('both lines to be selected', async () => {
      await workbench.clickLine(row(/^warm, finished/));
      await row(/^hot, finished/).click({ modifiers: ['ControlOrMeta'], timeout: 2000 });
      const both = row(/^(warm|hot), finished/).and(workbench.page.locator('[aria-selected=true]'));
      return (await both.count()) === 2;
    });
    await workbench.chooseInMenu(row(/^hot, finished/), 'Compare runs...');
    const frame = await comparisonPage(workbench, 2);
    expect((await frame.locator('.run-title').allInnerTexts()).sort()).toEqual(['hot', 'warm']);
    expect(await frame.locator('.run-table').innerText()).toMatch(/loss\.temperature/);
    await poll('points in the table', async () =>
      (await frame.locator('.run-table').innerText()).includes('Linear probe h'),
    );
  });

  it('opens from the palette, shows what differs in the editor, and is readable in every theme', async () => {
    const { workbench, workspace } = scene();
    const { page } = workbench;
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('SimCLR: Compare runs...');
    await workbench.quickInput.waitFor();
    await workbench.quickRows.filter({ hasText: 'hot' }).waitFor();
    await page.getByRole('checkbox', { name: 'Toggle all checkboxes' }).check();
    await page.keyboard.press('Enter');
    const frame = await comparisonPage(workbench, 3);
    const temperature = frame.getByRole('columnheader', { name: 'loss.temperature' }).getByRole('button');
    await temperature.focus();
    await page.keyboard.press('Enter');
    await poll(
      'the order',
      async () => (await frame.locator('.run-title').allInnerTexts()).join() === 'first,warm,hot',
    );
    expect(await frame.locator('.scatter-point').count()).toBe(3);
    for (const { name, theme, bodyClass } of themes) {
      await useTheme(workspace.folder, theme);
      await waitForTheme(frame, bodyClass);
      await workbench.screenshot(`comparison-${name}`);
      await frame.locator('.part-scatter').scrollIntoViewIfNeeded();
      // Charts are drawn as they come on screen.
      await page.waitForTimeout(300);
      await workbench.screenshot(`comparison-scatter-${name}`);
      await frame.evaluate(() => window.scrollTo(0, 0));
    }
    await frame.getByLabel('Compare the configuration of warm').check();
    await frame.getByLabel('Compare the configuration of hot').check();
    await frame.getByRole('button', { name: 'Open in the editor' }).click();
    await page
      .getByRole('tab', { name: /warm ↔ hot \(configuration\)|hot ↔ warm \(configuration\)/ })
      .waitFor();
  });
});
