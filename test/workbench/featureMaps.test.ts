import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { checkpointLine } from './driver/checkpointLine';
import { checkpointPage } from './driver/checkpointPage';
import { poll } from './driver/poll';
import { themes, useTheme, waitForTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('what an encoder makes of an image', () => {
  const scene = useScene(async (workspace) => {
    const run = await writeTrainedSample(workspace);
    // Of a run that the engine has shown images of, those stay open.
    await rename(run, `${run}-inside`);
  });
  const section = (page: Frame) => page.getByRole('region', { name: 'Inside the encoder' });
  const imageName = (page: Frame) => page.locator('.inside-pictures figcaption').first().innerText();

  it('is shown stage by stage when one asks, once the run’s images are where they were', async () => {
    const { workbench, workspace } = scene();
    const photos = join(workspace.folder, 'photos');
    const [folder = ''] = await readdir(photos);
    await rename(join(photos, folder), join(workspace.folder, folder));
    const line = await checkpointLine(workbench, /^first, finished/, /^Step 24/);
    await workbench.clickLine(line);
    const page = await checkpointPage(workbench, 'first, step 24');
    await page.getByRole('button', { name: 'Show what it sees' }).press('Enter');
    const alert = section(page).getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toContain('its files have changed');
    await workbench.screenshot('feature-maps-changed');
    await rename(join(workspace.folder, folder), join(photos, folder));
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.locator('.inside-shown:not(.is-old) .map').first().waitFor();
    expect(await section(page).locator('h3').allInnerTexts()).toEqual([
      expect.stringMatching(/^Stem\s*32 × 32, 4 channels$/),
      expect.stringMatching(/^Residual blocks 1 \(layer1\)\s*32 × 32, 4 channels$/),
      expect.stringMatching(/^Residual blocks 2 \(layer2\)\s*16 × 16, 8 channels$/),
      expect.stringMatching(/^Residual blocks 3 \(layer3\)\s*8 × 8, 16 channels$/),
      expect.stringMatching(/^Representation h\s*16 numbers$/),
      expect.stringMatching(/^Projection z, after the head\s*\d+ numbers$/),
    ]);
    // The pictures have been drawn, and are not all alike.
    const lightest = await page.locator('.map canvas').evaluateAll((all) =>
      all.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const image = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height);
        return Math.max(...(image?.data ?? []).filter((_, at) => at % 4 === 0));
      }),
    );
    expect(lightest).toHaveLength(4 + 4 + 8 + 16);
    expect(lightest.filter((value) => value === 255).length).toBeGreaterThan(16);
    const first = await imageName(page);
    expect(first).toMatch(/^\w+\/\w+-\d+\.png, \w+/);
    await page.getByRole('button', { name: 'Another image' }).press('Enter');
    await poll('another image', async () => (await imageName(page)) !== first);
  });

  it.each(themes)('is drawn in the theme: $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    await useTheme(workspace.folder, theme);
    const page = await checkpointPage(workbench, 'first, step 24');
    await waitForTheme(page, bodyClass);
    await section(page).evaluate((node) => node.scrollIntoView());
    await workbench.screenshot(`feature-maps-${name}`);
  });

  it('is there again when the editor was hidden', async () => {
    const { workbench } = scene();
    const before = await imageName(await checkpointPage(workbench, 'first, step 24'));
    await workbench.runCommand('View: Keep Editor');
    await workbench.openFile('first.simclr.json');
    await workbench.page
      .getByRole('tab', { name: /^step-00000024/ })
      .first()
      .click();
    const page = await checkpointPage(workbench, 'first, step 24');
    await poll('the same image', async () => (await imageName(page)) === before);
  });
});
