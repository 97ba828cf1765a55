import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { poll } from './driver/poll';
import { themes, useTheme } from './driver/themes';
import { StudioPanel } from './driver/studioPanel';
import { inVscode, useScene } from './inVscode';
import { writeSample } from './workspaces/sampleWorkspace';

inVscode('the augmentation studio', () => {
  const scene = useScene(writeSample);

  it('opens on a data set from the tree', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Datasets', /built-in/i);
    const line = workbench.view('Datasets').getByRole('treeitem', { name: /built-in/i });
    await workbench.chooseInMenu(line, 'Open augmentation studio');
    const studio = await StudioPanel.find(workbench, 'Built-in images');
    expect(await studio.saved()).toBe('As in the preset quick');
    const before = await studio.pixels();
    await studio.redrawn(() => studio.press('Next views'));
    expect(await studio.pixels()).not.toBe(before);
  });

  it('changes the views of a configuration as a slider moves, and saves it there', async () => {
    const { workbench, workspace } = scene();
    const path = join(workspace.folder, 'first.simclr.json');
    const written = await readFile(path, 'utf8');
    await workbench.openFile('first.simclr.json');
    await workbench.runCommand('SimCLR: Open augmentation studio');
    const studio = await StudioPanel.find(workbench, 'first.simclr.json');
    expect(await studio.shortcut()).toMatch(
      /from others (more than )?9\d % of the time; with colour distortion, [56]\d %\./,
    );

    const before = await studio.pixels();
    await studio.slider('Area kept from, percent').focus();
    await studio.redrawn(() => workbench.page.keyboard.press('End'));
    expect(await studio.pixels()).not.toBe(before);
    expect(await studio.saved()).toBe('Not saved to first.simclr.json yet');

    await studio.press('Save');
    await poll('the file', async () => (await readFile(path, 'utf8')) !== written);
    const config: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(config).toMatchObject({
      ...(JSON.parse(written) as object),
      augment: { transforms: [{ scale: [1, 1] }, {}, {}, {}] },
    });
    await poll('what the page says', async () => (await studio.saved()) === 'As in first.simclr.json');
  });

  it.each(themes)('can be looked at in $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    await useTheme(workspace.folder, theme);
    const studio = await StudioPanel.find(workbench, 'first.simclr.json');
    await studio.waitForTheme(bodyClass);
    const [text, back] = await studio.content.evaluate(() => [
      getComputedStyle(document.querySelector('h1') ?? document.body).color,
      getComputedStyle(document.body).backgroundColor,
    ]);
    expect(text).not.toBe(back);
    await workbench.screenshot(`studio-vscode-${name}`);
  });
});
