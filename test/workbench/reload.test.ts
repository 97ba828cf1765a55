import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { runPaths } from '../../engine/runs/runPaths';
import { runProgram } from '../../extension/packaging/runProgram';
import { compareAllRuns, comparisonPage } from './driver/comparisonPage';
import { EmbeddingPanelPage } from './driver/embeddingPanelPage';
import { evaluationPage } from './driver/evaluationPage';
import { poll } from './driver/poll';
import { enginePid, runFolders } from './driver/runEngines';
import { RunPanelPage } from './driver/runPanelPage';
import { searchFromPalette, similarPage } from './driver/similarPage';
import { StudioPanel } from './driver/studioPanel';
import { inVscode, useScene } from './inVscode';
import { copyRun } from './workspaces/copyRun';
import { firstImage } from './workspaces/imageFolder';
import { endlessRun, writeConfig } from './workspaces/sampleWorkspace';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('a window with every kind of panel and a run in training', () => {
  const scene = useScene(async (workspace) => {
    const { folder } = workspace;
    const run = await writeTrainedSample(workspace);
    const warm = await copyRun(run, 'warm', 0.5, 401);
    // Only one run is there to compare images with, and nobody is asked for it.
    await rm(runPaths(warm).checkpoints, { recursive: true });
    const cli = join(process.cwd(), 'dist', 'engine', 'cli.js');
    const evaluate = ['evaluate', basename(run), '--protocol', 'metrics'];
    await runProgram(process.execPath, [cli, ...evaluate], { cwd: folder });
    await writeConfig(folder, 'long', endlessRun);
  });
  /** Of the augmentation studio, which has changes that are not saved. */
  let views: string;
  let long: RunPanelPage;
  const folder = () => runFolders(scene().workspace.runsFolder).find((run) => run.endsWith('_long')) ?? '';
  /** Shows what comes back when its tab is shown. */
  const showTab = (name: RegExp) => scene().workbench.page.getByRole('tab', { name }).first().click();
  const warm = async () =>
    (await comparisonPage(scene().workbench, 2)).locator('.run-legend').getByRole('button', { name: 'warm' });

  it('has them open', async () => {
    const { workbench, workspace } = scene();
    const image = firstImage(join(workspace.folder, 'photos'));
    await workbench.runCommand('SimCLR: Open evaluation');
    await (await evaluationPage(workbench, 'first')).locator('.section > h2').first().waitFor();
    await compareAllRuns(workbench);
    await (await warm()).click();
    await poll(
      'the run to be hidden',
      async () => (await (await warm()).getAttribute('aria-pressed')) === 'false',
    );
    await workbench.runAndPick('SimCLR: Compare h and z...', /^first/);
    await EmbeddingPanelPage.find(workbench, 'first');
    await searchFromPalette(workbench, image, /the folder of the image/);
    await similarPage(workbench, 20);
    await workbench.openFile('first.simclr.json');
    await workbench.runCommand('SimCLR: Open augmentation studio');
    const studio = await StudioPanel.find(workbench, 'first.simclr.json');
    await studio.slider('Area kept from, percent').focus();
    await studio.redrawn(() => workbench.page.keyboard.press('End'));
    views = await studio.pixels();
    await workbench.openFile('long.simclr.json');
    await workbench.runCommand('SimCLR: Start run from this configuration');
    long = await RunPanelPage.find(workbench, 'long');
    await long.waitForPoints('Loss', 3);
  });

  it('has the run going on while it reloads, and its panel comes back by itself', async () => {
    const { workbench } = scene();
    const points = await long.points('Loss');
    const pid = enginePid(folder());
    await workbench.reload();
    await long.findAgain();
    await long.waitForPoints('Loss', points + 1);
    await long.waitForState('Training');
    expect(enginePid(folder())).toBe(pid);
    expect(runFolders(scene().workspace.runsFolder)).toHaveLength(3);
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^long, training/);
    await long.press('Stop');
    await long.waitForState('Stopped');
  });

  it('has the augmentation studio come back with what was not saved', async () => {
    await showTab(/Augmentations of/);
    const studio = await StudioPanel.find(scene().workbench, 'first.simclr.json');
    expect(await studio.pixels()).toBe(views);
    expect(await studio.saved()).toBe('Not saved to first.simclr.json yet');
  });

  it('has the similar images come back', async () => {
    const image = basename(firstImage(scene().workspace.folder));
    await showTab(/^Similar to/);
    const frame = await similarPage(scene().workbench, 20);
    expect(await frame.locator('h1').innerText()).toBe(`Similar to ${image}`);
  });

  it('has the comparison of h and z come back', async () => {
    await showTab(/^first · h and z/);
    await EmbeddingPanelPage.find(scene().workbench, 'first');
  });

  it('has the comparison of runs come back, without the one that was hidden', async () => {
    await showTab(/warm/);
    expect(await (await warm()).getAttribute('aria-pressed')).toBe('false');
  });

  it('has the evaluation come back', async () => {
    await showTab(/^first · evaluation/);
    const page = await evaluationPage(scene().workbench, 'first');
    expect(await page.locator('.head').innerText()).toContain('step 24');
  });
});
