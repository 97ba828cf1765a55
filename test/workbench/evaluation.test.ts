import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkpointLine } from './driver/checkpointLine';
import { evaluationPage } from './driver/evaluationPage';
import { poll } from './driver/poll';
import { themes, useTheme, waitForTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

inVscode('evaluations', () => {
  let run: string;
  const scene = useScene(async (workspace) => {
    run = await writeTrainedSample(workspace);
  });
  const row = (name: RegExp) => scene().workbench.view('Experiments').getByRole('treeitem', { name });
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
    const line = await checkpointLine(workbench, /^first, finished/, /^Step 24/);
    await workbench.chooseInMenu(line, 'Evaluate checkpoint...');
    await poll('the question', async () => workbench.quickRows.first().isVisible());
    await workbench.screenshot('evaluation-question');
    await acceptProtocols();
    await workbench.treeItem('Experiments', /^Step 24, evaluation: /);
    await workbench.screenshot('evaluation-progress');
    const found = await workbench.treeItem('Experiments', /^Evaluation, linear h/);
    expect(found).toMatch(/^Evaluation, linear h \d+\.\d % · z \d+\.\d % · \d\d:\d\d/);
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

  it.each(themes)('are drawn in the theme: $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    await useTheme(workspace.folder, theme);
    const page = await evaluationPage(workbench, 'first');
    await waitForTheme(page, bodyClass);
    await workbench.screenshot(`evaluation-${name}`);
  });

  it('start from the palette, and ask for the shares of the labels that networks learn from', async () => {
    const { workbench } = scene();
    await workbench.runAndPick('SimCLR: Evaluate checkpoint...', /^Step 24/);
    await workbench.chooseQuickRows(/^Semi-supervised learning/);
    const question = workbench.quickInput;
    await poll('the question for shares', async () => (await question.inputValue()) === '2, 10, 100');
    await question.fill('1');
    await workbench.page.getByText('ask for 2 % or more').waitFor();
    await workbench.screenshot('evaluation-shares');
    await question.fill('2');
    await workbench.page.keyboard.press('Enter');
    await poll('the question for epochs', async () => (await question.inputValue()) === '');
    await question.fill('a few');
    await workbench.page.getByText('or nothing for the paper’s epochs').waitFor();
    await workbench.screenshot('evaluation-epochs');
    await question.fill('12');
    await workbench.page.keyboard.press('Enter');
    await poll('the finding', async () =>
      (await workbench.notifications()).some((text) =>
        /Fine-tuned on 2 % of the labels it reaches \d+\.\d %, from scratch/.test(text),
      ),
    );
    await workbench.pressInNotification(/Fine-tuned on 2 %/, 'Open');
    await poll('the page', async () =>
      (await (await evaluationPage(workbench, 'first')).locator('.section > h2').allInnerTexts()).includes(
        'Semi-supervised learning',
      ),
    );
    expect(await (await evaluationPage(workbench, 'first')).locator('body').innerText()).toContain(
      '12 epochs',
    );
    await workbench.screenshot('evaluation-semi-supervised');
  });

  it('ask which images to transfer to, and leave nothing behind when they are cancelled', async () => {
    const { workbench } = scene();
    const before = await readdir(join(run, 'evaluations'));
    await workbench.runAndPick('SimCLR: Evaluate checkpoint...', /^Step 24/);
    await workbench.chooseQuickRows(/^Transfer/);
    await poll('the images on offer', async () =>
      (await workbench.quickRows.allInnerTexts()).some((text) => text.includes('Built-in images')),
    );
    await workbench.screenshot('evaluation-target');
    await workbench.pickQuickRow(/^Built-in images/);
    await poll('the question for epochs', async () => (await workbench.quickInput.inputValue()) === '');
    await workbench.page.getByText('nothing for the paper’s').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.treeItem('Experiments', /^Step 24, evaluation: .*%/);
    await row(/^Step 24, evaluation/).hover();
    await workbench.screenshot('evaluation-transfer');
    await row(/^Step 24, evaluation/)
      .getByRole('button', { name: 'Cancel evaluation' })
      .click();
    await poll(
      'the end of the evaluation',
      async () => !(await workbench.treeItems('Experiments')).some((item) => item.includes('evaluation: ')),
    );
    expect(await readdir(join(run, 'evaluations'))).toEqual(before);
  });
});
