import { expect, it } from 'vitest';
import { poll } from './driver/poll';
import { enginePid, runFolders } from './driver/runEngines';
import { RunPanelPage } from './driver/runPanelPage';
import { inVscode, useScene } from './inVscode';
import { endlessRun, quickRun, writeConfig, writeSample } from './workspaces/sampleWorkspace';

inVscode('a run that is held up', () => {
  const scene = useScene(async (workspace) => {
    await writeSample(workspace);
    await writeConfig(workspace.folder, 'long', endlessRun);
    await writeConfig(workspace.folder, 'short', { ...quickRun, name: 'short', epochs: 12 });
  });
  let panel: RunPanelPage;
  /** The run that started last. */
  const folder = () => {
    const run = runFolders(scene().workspace.runsFolder).at(-1);
    if (run === undefined) throw new Error('There is no run.');
    return run;
  };
  const killEngine = () => {
    const pid = enginePid(folder());
    if (pid === undefined) throw new Error('The run has no engine.');
    process.kill(pid, 'SIGKILL');
    return pid;
  };

  it('starts from a configuration', async () => {
    const { workbench } = scene();
    await workbench.openFile('long.simclr.json');
    await workbench.runCommand('SimCLR: Start run from this configuration');
    panel = await RunPanelPage.find(workbench, 'long');
    await panel.waitForPoints('Loss', 3);
  });

  it('holds still while it is paused', async () => {
    const { workbench } = scene();
    await workbench.runCommand('SimCLR: Pause run');
    await panel.waitForState('Paused');
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^long, paused/);
    await panel.press('Resume');
    await panel.waitForState('Training');
    await workbench.treeItem('Experiments', /^long, training/);
  });

  it('fails with a reason when its engine is killed, and resumes from the notification', async () => {
    const { workbench } = scene();
    const pid = killEngine();
    await panel.waitForState('Failed');
    await workbench.treeItem('Experiments', /^long, failed: \w/);
    const points = await panel.points('Loss');
    await workbench.pressInNotification(/long/, 'Resume');
    await panel.waitForState('Training');
    await panel.waitForPoints('Loss', points + 1);
    expect(enginePid(folder())).not.toBe(pid);
  });

  it('can be stopped', async () => {
    const { workbench } = scene();
    await panel.press('Stop');
    await panel.waitForState('Stopped');
    await workbench.treeItem('Experiments', /^long, stopped/);
    await poll('the end of the engine', () => enginePid(folder()) === undefined);
  });

  it('is resumed from its panel and finishes, when it was killed while it was paused', async () => {
    const { workbench } = scene();
    await workbench.openFile('short.simclr.json');
    await workbench.runCommand('SimCLR: Start run from this configuration');
    const panel = await RunPanelPage.find(workbench, 'short');
    await panel.waitForPoints('Loss', 1);
    await panel.press('Pause');
    await panel.waitForState('Paused');
    killEngine();
    await panel.waitForState('Failed');
    await panel.press('Resume');
    await panel.waitForState('Finished');
    expect(await panel.waitForPoints('Loss', 12 * 8)).toBe(12 * 8);
  });
});
