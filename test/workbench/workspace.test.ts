import { expect, it } from 'vitest';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';
import { quickRun, writeConfig, writeSample } from './workspaces/sampleWorkspace';

inVscode('the views of an empty workspace', () => {
  const scene = useScene(() => Promise.resolve());

  it('say what to do first', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    const welcome = workbench
      .view('Experiments')
      .locator('.welcome-view-content')
      .filter({ hasText: 'No runs yet' });
    await welcome.waitFor();
    expect(await welcome.getByRole('button').count()).toBe(2);
    await workbench.screenshot('views-empty');
  });
});

inVscode('a workspace with images and configurations', () => {
  const scene = useScene(async (workspace) => {
    await writeSample(workspace);
    await writeConfig(workspace.folder, 'wrong', { ...quickRun, epochs: 'many', batchsize: 32 });
  });

  it('lists the data sets with their sizes', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Datasets', /built-in/i);
    await workbench.treeItem('Datasets', /photos.*320 images.*4 classes/);
  });

  it('lists the devices, tested on request', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Devices', /cpu/i);
    await workbench.runCommand('SimCLR: Test devices');
    await workbench.treeItem('Devices', /cpu.*views\/s|cpu.*works|cpu.*GFLOP/i);
  });

  it('lets a configuration be run from its first line', async () => {
    const { workbench } = scene();
    await workbench.openFile('first.simclr.json');
    await workbench.page.locator('.codelens-decoration').filter({ hasText: 'Run' }).waitFor();
  });

  it('has the mistakes of a configuration among the problems', async () => {
    const { workbench } = scene();
    await workbench.openFile('wrong.simclr.json');
    await workbench.runCommand('Problems: Focus on Problems View');
    const problems = workbench.page.locator('.markers-panel .monaco-list-row');
    await poll('a problem with "epochs"', async () =>
      (await problems.allInnerTexts()).some((text) => /number|integer/i.test(text)),
    );
    await poll('a problem with "batchsize"', async () =>
      (await problems.allInnerTexts()).some((text) => text.includes('batchsize')),
    );
  });
});
