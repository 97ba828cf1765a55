import { expect, it } from 'vitest';
import { listCheckpoints } from '../../engine/runs/checkpoints';
import { listRuns } from '../../engine/runs/listRuns';
import { readMetrics } from '../../engine/runs/readMetrics';
import { runPaths } from '../../engine/runs/runPaths';
import { checkpointLine } from './driver/checkpointLine';
import { checkpointPage } from './driver/checkpointPage';
import { poll } from './driver/poll';
import { RunPanelPage } from './driver/runPanelPage';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('what can be done with a checkpoint', () => {
  let run: string;
  const scene = useScene(async (workspace) => {
    run = await writeTrainedSample(workspace);
  });
  const losses = (folder: string) =>
    readMetrics(runPaths(folder).metrics).lines.map(({ step, loss }) => [step, loss?.toFixed(3)]);

  it('is opened from the run panel', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^first, finished/);
    const line = workbench.view('Experiments').getByRole('treeitem', { name: /^first, finished/ });
    await workbench.clickLine(line.first());
    const panel = await RunPanelPage.find(workbench, 'first');
    const item = panel.content.locator('.checkpoints li').filter({ hasText: 'step 16' });
    await item.scrollIntoViewIfNeeded();
    await workbench.screenshot('run-panel-checkpoints');
    expect(await item.getByRole('button', { name: 'Reveal the file of step 16' }).count()).toBe(1);
    await item.getByRole('button', { name: /^step 16/ }).press('Enter');
    await checkpointPage(workbench, 'first, step 16');
  });

  it('shows what is known of it, with the images that are nearest in h and in z', async () => {
    const { workbench } = scene();
    const page = await checkpointPage(workbench, 'first, step 16');
    const known = page.getByRole('region', { name: 'What is known of it' });
    await known.waitFor();
    expect(await known.innerText()).toMatch(/Online linear probe\s+h \d/);
    await poll('the pictures', async () => (await known.locator('.thumb.is-there').count()) > 50);
    await known.scrollIntoViewIfNeeded();
    await workbench.screenshot('checkpoint-known');
    const names = () =>
      known.locator('.query figcaption').evaluateAll((all) => all.map((each) => each.getAttribute('title')));
    const before = await names();
    await known.getByRole('button', { name: 'Other images' }).press('Enter');
    await poll('other images', async () => (await names()).every((name) => !before.includes(name)));
  });

  it('goes on from there in a run of its own, which ends as the other did', async () => {
    const { workbench, workspace } = scene();
    const page = await checkpointPage(workbench, 'first, step 16');
    await page.getByRole('button', { name: 'Resume from here' }).press('Enter');
    const panel = await RunPanelPage.find(workbench, 'first from step 16');
    await panel.waitForState('Finished');
    expect(await panel.text()).toMatch(/branch of\s+\S+_first, from step 16 on/);
    await workbench.screenshot('branch');
    const branch = listRuns(workspace.runsFolder).runs.find(({ record }) => record.branchOf?.step === 16);
    // To the last digit only where the engine chose the same kernels: that is tested without a window.
    expect(losses(branch?.paths.folder ?? '')).toEqual(losses(run));
    expect(listCheckpoints(runPaths(run).checkpoints).at(-1)?.step).toBe(24);
  });

  it('is exported from its line in the tree', async () => {
    const { workbench } = scene();
    const line = await checkpointLine(workbench, /^first, finished/, /^Step 16/);
    await workbench.chooseInMenu(line, 'Export encoder...');
    await poll('the forms', async () => (await workbench.quickRows.allInnerTexts()).join().includes('ONNX'));
    await workbench.screenshot('export-encoder');
    await workbench.page.keyboard.press('Escape');
  });
});
