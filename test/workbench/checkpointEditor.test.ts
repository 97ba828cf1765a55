import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { runPaths } from '../../engine/runs/runPaths';
import { checkpointLine } from './driver/checkpointLine';
import { checkpointPage } from './driver/checkpointPage';
import { poll } from './driver/poll';
import { themes, useTheme, waitForTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('the checkpoint editor', () => {
  let run: string;
  const scene = useScene(async (workspace) => {
    run = await writeTrainedSample(workspace);
  });

  it('opens by a click on a checkpoint, with tensors, statistics and curves', async () => {
    const { workbench } = scene();
    const line = await checkpointLine(workbench, /^first, finished/, /^Step 24/);
    await workbench.clickLine(line);
    const page = await checkpointPage(workbench, 'first, step 24');
    expect(await page.locator('.summary').innerText()).toMatch(
      /^Checkpoint of SimCLR at step 24 of 24: \d+ tensors/,
    );
    const first = page.locator('.tree-rows .tree-row').filter({ hasText: 'conv1.weight' }).first();
    expect(await first.innerText()).toMatch(/3 × 3 × 3 × 4\s+108\s+\d\.\d/);
    await poll('the curves', async () =>
      /24 points/.test(
        (await page.getByRole('region', { name: 'Loss' }).locator('caption').textContent()) ?? '',
      ),
    );
    expect(await page.locator('.origin').innerText()).toContain('simclr-lab');
    await page.locator('canvas.filters').waitFor();
    await first.click();
    await page.getByText('Norms of its 4 output channels').waitFor();
    await workbench.screenshot('checkpoint-editor');
  });

  it('compares with another checkpoint of the run', async () => {
    const { workbench } = scene();
    const page = await checkpointPage(workbench, 'first, step 24');
    const select = page.locator('.comparison select');
    await select.selectOption({ index: 1 });
    await page.locator('.moves tbody tr').first().waitFor();
    expect(await page.locator('.comparison').innerText()).toMatch(/\d+ of \d+ tensors differ/);
    await page.locator('.moves').scrollIntoViewIfNeeded();
    await workbench.screenshot('checkpoint-editor-moved');
    await page.locator('h1').scrollIntoViewIfNeeded();
  });

  it.each(themes)('is drawn in the theme: $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    await useTheme(workspace.folder, theme);
    const page = await checkpointPage(workbench, 'first, step 24');
    await waitForTheme(page, bodyClass);
    await workbench.screenshot(`checkpoint-editor-${name}`);
    await page.locator('.tree').scrollIntoViewIfNeeded();
    await workbench.screenshot(`checkpoint-editor-tensors-${name}`);
    await page.locator('h1').scrollIntoViewIfNeeded();
  });

  it('follows the file on disk, and says what is wrong with it', async () => {
    const { workbench } = scene();
    const [checkpoint] = listCheckpoints(runPaths(run).checkpoints).slice(-1);
    await checkpointPage(workbench, 'first, step 24');
    await writeFile(checkpoint?.path ?? '', 'cut off');
    await poll('the sentence', async () => {
      for (const frame of workbench.page.frames()) {
        const alert = frame.locator('.notice.error[role=alert]');
        if ((await alert.count().catch(() => 0)) === 0 || !(await alert.first().isVisible())) continue;
        if (/is not a usable safetensors file/.test(await alert.first().innerText())) return true;
      }
      return false;
    });
    await workbench.screenshot('checkpoint-editor-broken');
  });
});
