import { expect, it } from 'vitest';
import { RunPanelPage } from './driver/runPanelPage';
import { inVscode, useScene } from './inVscode';
import { endlessRun, quickRun, writeConfig, writeSample } from './workspaces/sampleWorkspace';

inVscode('runs that wait for their device', () => {
  const scene = useScene(async (workspace) => {
    await writeSample(workspace);
    await writeConfig(workspace.folder, 'one', { ...endlessRun, name: 'one' });
    for (const name of ['two', 'three', 'four']) {
      await writeConfig(workspace.folder, name, { ...quickRun, name, epochs: 1 });
    }
  });
  const start = async (name: string) => {
    const { workbench } = scene();
    await workbench.openFile(`${name}.simclr.json`);
    await workbench.runCommand('SimCLR: Start run from this configuration');
    return RunPanelPage.find(workbench, name);
  };

  it('queue up behind the one in training', async () => {
    const { workbench } = scene();
    const first = await start('one');
    await first.waitForState('Training');
    await start('two');
    await start('three');
    const fourth = await start('four');
    await fourth.waitForState('Queued');
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^two, queued, next/);
    await workbench.treeItem('Experiments', /^three, queued, 2nd/);
    await workbench.treeItem('Experiments', /^four, queued, 3rd/);
  });

  it('change places', async () => {
    const { workbench } = scene();
    await workbench.runAndPick('SimCLR: Move up in queue', /^three/);
    await workbench.treeItem('Experiments', /^three, queued, next/);
    await workbench.treeItem('Experiments', /^two, queued, 2nd/);
  });

  it('leave the queue when they are cancelled', async () => {
    const { workbench } = scene();
    await workbench.runAndPick('SimCLR: Cancel queued run', /^two/);
    await workbench.treeItem('Experiments', /^two, stopped/);
    await workbench.treeItem('Experiments', /^four, queued, 2nd/);
  });

  it('start in turn when the one before has ended', async () => {
    const { workbench } = scene();
    await workbench.runAndPick('SimCLR: Stop run', /^one/);
    await workbench.treeItem('Experiments', /^one, stopped/);
    await workbench.treeItem('Experiments', /^three, finished/);
    await workbench.treeItem('Experiments', /^four, finished/);
  });

  it('have a panel each, beside one another', async () => {
    const { workbench } = scene();
    await workbench.runCommand('View: Close All Editors');
    await workbench.runAndPick('SimCLR: Open run', /^three/);
    await RunPanelPage.find(workbench, 'three');
    await workbench.runCommand('View: Split Editor Right');
    await workbench.runAndPick('SimCLR: Open run', /^four/);
    const second = await RunPanelPage.find(workbench, 'four');
    expect(await second.state()).toContain('Finished');
  });
});
