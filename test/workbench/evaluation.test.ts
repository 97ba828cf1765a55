import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evaluationPage } from './driver/evaluationPage';
import { poll } from './driver/poll';
import { inVscode, useScene } from './inVscode';
import { trainInTerminal } from './workspaces/finishedRun';
import { makeSampleWorkspace } from './workspaces/sampleWorkspace';

inVscode('evaluations', () => {
  let run: string;
  const scene = useScene(async () => {
    const workspace = await makeSampleWorkspace();
    run = await trainInTerminal(workspace, 3);
    return workspace;
  });
  const row = (name: RegExp) => scene().workbench.view('Experiments').getByRole('treeitem', { name });
  /** Opens a line of the tree by its arrow: a click on its name would open the run. */
  const expand = async (name: RegExp) => {
    await scene().workbench.treeItem('Experiments', name);
    await row(name).first().locator('.monaco-tl-twistie').click();
  };
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
    expect(await readdir(join(run, 'evaluations'))).toHaveLength(1);
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
});
