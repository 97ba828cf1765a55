import { it } from 'vitest';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';
import { makeSampleWorkspace, quickRun, writeConfig } from './workspaces/sampleWorkspace';

inVscode('a configuration file', () => {
  const scene = useScene(async () => {
    const workspace = await makeSampleWorkspace();
    await writeConfig(workspace.folder, 'wrong', { ...quickRun, epochs: 'many', batchsize: 32 });
    return workspace;
  });

  it('can be run from its first line', async () => {
    const { workbench } = scene();
    await workbench.openFile('first.simclr.json');
    await workbench.page.locator('.codelens-decoration').filter({ hasText: 'Run' }).waitFor();
  });

  it('has its mistakes among the problems', async () => {
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
