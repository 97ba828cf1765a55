import { expect, it } from 'vitest';
import { poll } from './driver/poll';
import { runFolders } from './driver/runEngines';
import { RunPanelPage } from './driver/runPanelPage';
import { inVscode, useScene } from './inVscode';
import { writeSample } from './workspaces/sampleWorkspace';

inVscode('a first run, by keyboard alone', () => {
  const scene = useScene(writeSample);
  let panel: RunPanelPage;

  it('starts with Enter three times and opens its panel', async () => {
    const { workbench, workspace } = scene();
    await workbench.runCommand('SimCLR: Start SimCLR run');
    for (const step of ['Images to learn from', 'How to train', 'Name of the run']) {
      await workbench.acceptQuickInput(step);
    }
    panel = await RunPanelPage.find(workbench, 'photos-quick');
    expect(runFolders(workspace.runsFolder)).toHaveLength(1);
  });

  it('shows the positive pairs, and others when asked', async () => {
    const first = await poll('eight pairs', async () => {
      const pairs = await panel.pairs();
      return pairs.length === 16 && pairs;
    });
    await panel.press('New sample');
    await poll('other pairs', async () => (await panel.pairs()).some((pair) => !first.includes(pair)));
  });

  it('moves the curves', async () => {
    const points = await panel.waitForPoints('Loss', 2);
    await panel.waitForPoints('Loss', points + 5);
    await panel.waitForPoints('Linear probe', 2);
  });

  it('shows the run in the tree, and stops it', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^photos-quick, training/);
    await workbench.runCommand('SimCLR: Stop run');
    await workbench.treeItem('Experiments', /^photos-quick, stopped/);
  });

  it('tells when a shorter one has finished, and what it came to', async () => {
    const { workbench } = scene();
    await workbench.openFile('first.simclr.json');
    await workbench.runCommand('SimCLR: Start run from this configuration');
    panel = await RunPanelPage.find(workbench, 'first');
    await panel.waitForState('Finished');
    await workbench.treeItem('Experiments', /^first, finished, h \d/);
    expect(await panel.text()).toMatch(/linear probe on h\s+\d/);
    await poll('a notification', async () =>
      (await workbench.notifications()).some((text) => text.includes('first')),
    );
  });
});
