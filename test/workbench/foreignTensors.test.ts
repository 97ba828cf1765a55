import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeSafetensors } from '../../engine/runs/writeSafetensors';
import { checkpointPage } from './driver/checkpointPage';
import { explorerLine } from './driver/explorerLine';
import { answerWithFile } from './driver/fileDialog';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';

/** What PyTorch saved of a ResNet-18. */
const torchFile = join(process.cwd(), 'test', 'vectors', 'exchange-resnet18.safetensors');

inVscode('tensors of other programs', () => {
  const scene = useScene(async ({ folder }) => {
    await copyFile(torchFile, join(folder, 'torch.safetensors'));
    await copyFile(torchFile.replace('resnet18', 'mixed'), join(folder, 'half.safetensors'));
    const kernel = Float32Array.from({ length: 3 * 3 * 3 * 8 }, (_, i) => (i % 8 === 2 ? 0 : Math.sin(i)));
    await writeSafetensors(
      join(folder, 'flax.safetensors'),
      [{ name: 'params/Conv_0/kernel', type: 'F32', shape: [3, 3, 3, 8], data: kernel }],
      {},
    );
  });

  /** Opens a file of the Explorer by Reopen Editor With…. */
  async function openTensors(name: string): Promise<void> {
    const { workbench } = scene();
    const tab = workbench.page.getByRole('tab', { name, selected: true });
    await poll(`${name} in an editor`, async () => {
      await explorerLine(workbench, new RegExp(name)).dblclick({ timeout: 3000 });
      await tab.waitFor({ timeout: 5000 });
      return true;
    });
    await workbench.runAndPick('View: Reopen Editor With...', /^Tensors/);
  }

  it('open by Reopen Editor With…', async () => {
    const { workbench } = scene();
    await openTensors('torch.safetensors');
    const page = await checkpointPage(workbench, 'torch.safetensors');
    expect(await page.locator('.summary').innerText()).toMatch(/^\d+ tensors, .* numbers \(F32, I64\)/);
    const row = page.locator('.tree-rows .tree-row').filter({ hasText: 'conv1.weight' }).first();
    expect(await row.innerText()).toMatch(/2 × 3 × 7 × 7\s+294\s+\d/);
    await row.click();
    await page.getByText('Norms of its 2 output channels').waitFor();
    await workbench.screenshot('foreign-torch');
  });

  it('find tensors from Ctrl+F on', async () => {
    const { workbench } = scene();
    const page = await checkpointPage(workbench, 'torch.safetensors');
    await page.locator('.tree').focus();
    await workbench.page.keyboard.press('Control+f');
    await workbench.page.keyboard.type('layer4.1.bn2');
    await page
      .locator('.tensors-head')
      .getByText(/^5 of /)
      .waitFor();
    await page.getByRole('searchbox').fill('');
  });

  it('are compared with a file that is chosen', async () => {
    const { workbench, workspace } = scene();
    const page = await checkpointPage(workbench, 'torch.safetensors');
    await page.locator('.comparison').getByRole('button', { name: /file/i }).press('Enter');
    await answerWithFile(workbench, 'Compare', join(workspace.folder, 'half.safetensors'));
    await page
      .locator('.comparison')
      .getByText(/^half\.safetensors: \d+ of \d+ tensors differ/)
      .waitFor();
    await page.locator('.comparison').scrollIntoViewIfNeeded();
    await workbench.screenshot('foreign-compared');
  });

  it('have their channels where Flax has them', async () => {
    const { workbench } = scene();
    await openTensors('flax.safetensors');
    const page = await checkpointPage(workbench, 'flax.safetensors');
    await page.getByText('1 of 8 channels dead').first().waitFor();
    await page.locator('canvas.filters').waitFor();
    await workbench.screenshot('foreign-flax');
  });
});
