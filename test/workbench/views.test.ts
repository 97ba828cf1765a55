import { expect, it } from 'vitest';
import { inVscode, useScene } from './inVscode';
import { makeEmptyWorkspace, makeSampleWorkspace } from './workspaces/sampleWorkspace';

inVscode('the views of an empty workspace', () => {
  const scene = useScene(() => makeEmptyWorkspace());

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

inVscode('the views of a workspace with images', () => {
  const scene = useScene(() => makeSampleWorkspace());

  it('list the data sets with their sizes', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Datasets', /built-in/i);
    await workbench.treeItem('Datasets', /photos.*320 images.*4 classes/);
  });

  it('list the devices, tested on request', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Devices', /cpu/i);
    await workbench.runCommand('SimCLR: Test devices');
    await workbench.treeItem('Devices', /cpu.*views\/s|cpu.*works|cpu.*GFLOP/i);
  });
});
