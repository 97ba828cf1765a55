import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { embeddingFolder, listEmbeddings } from '../../engine/runs/embeddings';
import { runPaths } from '../../engine/runs/runPaths';
import { checkpointLine } from './driver/checkpointLine';
import { EmbeddingPanelPage } from './driver/embeddingPanelPage';
import { poll } from './driver/poll';
import { themes, useTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('the comparison of h and z of a finished run', () => {
  let runFolder = '';
  const scene = useScene(async (workspace) => {
    runFolder = await writeTrainedSample(workspace);
  });

  it('opens from the palette; what is lassoed in h is selected in z, with its images', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^first, finished/);
    await workbench.runCommand('SimCLR: Compare h and z...');
    const panel = await EmbeddingPanelPage.find(workbench, 'first');
    const points = (index: number) =>
      panel
        .plot(index)
        .locator('canvas')
        .first()
        .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));
    const before = await points(1);
    await panel.lasso(0, [
      [0.05, 0.05],
      [0.5, 0.05],
      [0.5, 0.95],
      [0.05, 0.95],
    ]);
    const count = await poll('a selection', () => panel.selected());
    expect(count).toBeLessThan(64);
    await poll('the selection in z', async () => (await points(1)) !== before);
    // The engine was started for the images.
    const pictures = panel.content.locator('.pictures .thumb.is-there');
    await poll('the images', async () => (await pictures.count()) === Math.min(48, count));
    await panel.content.locator('.selected-table tbody tr').first().focus();
    await poll('the neighbours', async () => (await panel.content.locator('.neighbours li').count()) === 12);
    for (const { name, theme, bodyClass } of themes) {
      await useTheme(scene().workspace.folder, theme);
      await panel.waitForTheme(bodyClass);
      await workbench.screenshot(`embeddings-${name}`);
    }
  });

  it('judges each image', async () => {
    const { workbench } = scene();
    const panel = await EmbeddingPanelPage.find(workbench, 'first');
    await panel.content
      .locator('.selection')
      .getByRole('button', { name: 'Judge each image' })
      .press('Enter');
    const selected = panel.content.locator('.selection');
    await poll('the judgement', async () => /Known from h: \d/.test(await selected.innerText()));
  });

  it('computes the embeddings of a checkpoint that has none, from its line in the tree', async () => {
    const { workbench } = scene();
    const { checkpoints, embeddings } = runPaths(runFolder);
    const step = listCheckpoints(checkpoints).at(-1)?.step ?? 0;
    await rm(embeddingFolder(embeddings, step), { recursive: true });
    await workbench.runCommand('View: Close All Editors');
    const line = await checkpointLine(workbench, /^first, finished/, new RegExp(`^Step ${step}`));
    await line.hover();
    await line.getByRole('button', { name: 'Compare h and z...' }).click();
    await EmbeddingPanelPage.find(workbench, 'first');
    await poll('the embeddings', () => listEmbeddings(embeddings).some((each) => each.step === step));
  });
});
