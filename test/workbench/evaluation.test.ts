import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evaluationPage } from './driver/evaluationPage';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';
import { trainInTerminal } from './workspaces/finishedRun';
import { makeSampleWorkspace, quickRun, writeConfig } from './workspaces/sampleWorkspace';

/** A run that is made in seconds, and takes longer to evaluate than one needs to cancel it. */
const slow = {
  ...quickRun,
  name: 'slow',
  data: { source: 'builtin', imageSize: 16, builtin: { train: 4000, test: 500, size: 16 } },
  batchSize: 500,
  evaluate: { maxImages: 64 },
};

inVscode('evaluations', () => {
  let runs: { readonly first: string; readonly slow: string };
  const scene = useScene(async () => {
    const workspace = await makeSampleWorkspace();
    await writeConfig(workspace.folder, 'slow', slow);
    runs = {
      slow: await trainInTerminal(workspace, 1, 'slow.simclr.json'),
      first: await trainInTerminal(workspace, 3),
    };
    return workspace;
  });
  const row = (name: RegExp) => scene().workbench.view('Experiments').getByRole('treeitem', { name });
  /** Opens a line of the tree by its arrow: a click on its name would open the run. */
  const expand = async (name: RegExp) => {
    await scene().workbench.treeItem('Experiments', name);
    await row(name).first().locator('.monaco-tl-twistie').click();
  };
  const files = (run: string) => readdir(join(run, 'evaluations')).catch(() => []);
  /** Everything that is on offer, once it is. */
  const acceptProtocols = async () => {
    const { workbench } = scene();
    await poll('the protocols', async () =>
      (await workbench.quickRows.allInnerTexts()).some((text) => text.includes('Geometry')),
    );
    await workbench.page.keyboard.press('Enter');
  };

  it('start from a checkpoint’s menu, tell how far they are, and lie beneath it', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await expand(/^first, finished/);
    await expand(/^Checkpoints/);
    await workbench.treeItem('Experiments', /^Step 24/);
    await row(/^Step 24/)
      .first()
      .click({ button: 'right' });
    await workbench.page.getByRole('menuitem', { name: 'Evaluate checkpoint...' }).click();
    await poll('the question', async () => workbench.quickRows.first().isVisible());
    await workbench.screenshot('evaluation-question');
    await acceptProtocols();
    await workbench.treeItem('Experiments', /^Step 24, evaluation: /);
    await workbench.screenshot('evaluation-progress');
    const line = await workbench.treeItem('Experiments', /^Evaluation, linear h/);
    expect(line).toMatch(/^Evaluation, linear h \d+\.\d % · z \d+\.\d % · \d\d:\d\d/);
    expect(await files(runs.first)).toHaveLength(1);
    await workbench.screenshot('evaluation-tree');
  });

  it('say what was found, and open', async () => {
    const { workbench } = scene();
    await poll('the finding', async () =>
      (await workbench.notifications()).some((text) => /h predicts the class at/.test(text)),
    );
    await workbench.pressInNotification(/h predicts the class at/, 'Open');
    const page = await evaluationPage(workbench, 'first');
    expect(await page.locator('.section > h2').allInnerTexts()).toContain('Linear evaluation');
    expect(await page.locator('.head').innerText()).toContain('step 24');
  });

  it.each([
    { name: 'light', theme: 'Default Light Modern', bodyClass: 'vscode-light' },
    { name: 'high-contrast', theme: 'Default High Contrast', bodyClass: 'vscode-high-contrast' },
    { name: 'dark', theme: 'Default Dark Modern', bodyClass: 'vscode-dark' },
  ])('are drawn in the theme: $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    const settings = join(workspace.folder, '.vscode');
    await mkdir(settings, { recursive: true });
    await writeFile(join(settings, 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
    const page = await evaluationPage(workbench, 'first');
    await poll(`the theme ${bodyClass}`, () =>
      page.evaluate((wanted) => document.body.classList.contains(wanted), bodyClass),
    );
    await workbench.screenshot(`evaluation-${name}`);
  });

  it('are cancelled, and leave nothing', async () => {
    const { workbench } = scene();
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^slow, finished/);
    await workbench.runCommand('SimCLR: Evaluate checkpoint...');
    await workbench.pickQuickRow(/^slow/);
    await acceptProtocols();
    await poll('the progress', async () =>
      (await workbench.notifications()).some((text) => /Evaluating slow, step 8: /.test(text)),
    );
    await workbench.pressInNotification(/Evaluating slow/, 'Cancel');
    await poll('the end', async () =>
      (await workbench.notifications()).every((text) => !text.includes('Evaluating slow')),
    );
    expect(await files(runs.slow)).toEqual([]);
  });

  it('come back with the window', async () => {
    const { workbench } = scene();
    await workbench.reload();
    const page = await evaluationPage(workbench, 'first');
    expect(await page.locator('.head').innerText()).toMatch(/step 24 · epoch 3/);
    await poll('the button', async () =>
      page
        .getByRole('button', { name: 'Evaluate again' })
        .evaluate((node) => Reflect.get(node, 'disabled') === false),
    );
  });

  it('are deleted when that is confirmed', async () => {
    const { workbench } = scene();
    const page = await evaluationPage(workbench, 'first');
    // The reload has folded the tree.
    await expand(/^first, finished/);
    await expand(/^Checkpoints/);
    await workbench.treeItem('Experiments', /^Evaluation, linear h/);
    await row(/^Evaluation, linear h/).click({ button: 'right' });
    await workbench.page.getByRole('menuitem', { name: 'Delete evaluation' }).click();
    await workbench.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await poll('an empty folder', async () => (await files(runs.first)).length === 0);
    await poll('the tree without it', async () =>
      (await workbench.treeItems('Experiments')).every((name) => !name.startsWith('Evaluation')),
    );
    await poll('that it is gone', async () =>
      (await page.getByRole('alert').innerText()).includes('is gone'),
    );
  });
});
