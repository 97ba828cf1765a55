import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installStandIn } from '../engine/backends/cuda/standInPackage';
import { makeStandInNpm, type NpmBehaviour } from '../extension/cuda/standInNpm';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';

inVscode('the CUDA backend, with a stand-in for npm and for the package', () => {
  const made: string[] = [];
  let packages = '';
  beforeAll(() => {
    const folder = installStandIn();
    packages = join(folder, 'node_modules');
    made.push(folder);
  });
  const scene = useScene(() => Promise.resolve());
  afterAll(async () => {
    await useSettings({});
    // What groups after this one compute with must be there.
    for (const folder of made) {
      await poll('the usual Node.js', async () => !(await showsDevice(folder)));
    }
    await Promise.all(made.map((folder) => rm(folder, { recursive: true })));
  });

  /** Has the engine, and npm with it, run on a Node.js beside which lies a stand-in. */
  async function useNpm(behaviour: NpmBehaviour): Promise<void> {
    const node = makeStandInNpm(behaviour, packages);
    made.push(dirname(node));
    await useSettings({ 'simclr.enginePath': node });
    await poll('the Node.js of the test', () => showsDevice(node));
  }

  async function useSettings(settings: object): Promise<void> {
    const folder = join(scene().workspace.folder, '.vscode');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  }

  async function showsDevice(text: string): Promise<boolean> {
    await scene().workbench.showViews();
    return (await scene().workbench.treeItems('Devices')).some((item) => item.includes(text));
  }

  async function answer(button: string): Promise<void> {
    const dialog = scene().workbench.page.getByRole('dialog');
    await dialog.getByRole('button', { name: button, exact: true }).click();
  }

  it('says first what it downloads and needs, and changes nothing where that is declined', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Devices', /CUDA, .*not installed/);
    await useNpm('isOffline');
    await workbench.runCommand('SimCLR: Install CUDA backend...');
    const dialog = workbench.page.getByRole('dialog');
    await dialog.getByText('CUDA 11.2 and cuDNN 8.1').waitFor();
    expect(await dialog.innerText()).toMatch(/about 500 MB, about 1\.5 GB on the disk/);
    await workbench.screenshot('cuda-question');
    await answer('Cancel');
  });

  it('says why it failed', async () => {
    const { workbench } = scene();
    await workbench.runCommand('SimCLR: Install CUDA backend...');
    await answer('Install');
    await poll('the failure', async () =>
      (await workbench.notifications()).some((text) => /not installed.*network does not reach/.test(text)),
    );
    await workbench.screenshot('cuda-failure');
    await workbench.pressInNotification(/network does not reach/, 'Show Log');
    await workbench.page.getByText('ENOTFOUND storage.googleapis.com').first().waitFor();
  });

  it('is called off by a button', async () => {
    await useNpm('hangs');
    const { workbench } = scene();
    await workbench.runCommand('SimCLR: Install CUDA backend...');
    await answer('Install');
    await poll('its progress', async () =>
      (await workbench.notifications()).some((text) => text.includes('about 400 MB')),
    );
    await workbench.pressInNotification(/Installing the CUDA backend/, 'Cancel');
    await poll('the end of it', async () =>
      (await workbench.notifications()).every((text) => !text.includes('Installing')),
    );
  });

  it('installs it, tests it, and new runs are to use it', async () => {
    await useNpm('installs');
    const { workbench } = scene();
    await workbench.runCommand('SimCLR: Install CUDA backend...');
    await answer('Install');
    await workbench.treeItem('Devices', /CUDA, for new runs · \d+ GFLOP/);
    await poll('the news', async () =>
      (await workbench.notifications()).some((text) => text.includes('CUDA works')),
    );
    await workbench.screenshot('cuda-installed');
  });

  it('removes it', async () => {
    const { workbench } = scene();
    await workbench.runCommand('SimCLR: Remove CUDA backend...');
    await answer('Remove');
    await workbench.treeItem('Devices', /CUDA, .*not installed/);
  });
});
