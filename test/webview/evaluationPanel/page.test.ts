import { describe, expect, it } from 'vitest';
import type { HarnessPage } from '../harness/harnessPage';
import { themes } from '../harness/themes';
import { evaluations } from './evaluations';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the page of an evaluation', () => {
  const panelPage = usePanelPage('evaluationPanel', 'test/webview/evaluationPanel/editor.ts');
  let panel: HarnessPage;

  const open = async (parameters: string, width = 1200, height = 900) => {
    panel = await panelPage.open(parameters, width, height);
    await panel.settled();
    return panel.page;
  };
  const posted = async (): Promise<readonly unknown[]> => panel.posted();

  // All themes for the one with everything in it; of the others each is seen in one.
  const themeNames = Object.keys(themes);
  const cases = Object.keys(evaluations)
    .flatMap((evaluation, index) =>
      (index === 0 ? themeNames : themeNames.slice(index, index + 1)).map((theme) => ({ evaluation, theme })),
    )
    .map((shown, index) => ({ ...shown, width: index % 2 === 0 ? 1200 : 500 }));
  it.each(cases)('is whole: $evaluation, $theme, $width px', async ({ evaluation, theme, width }) => {
    const page = await open(`evaluation=${evaluation}&theme=${theme}`, width);
    expect(await page.locator('body').innerText()).not.toMatch(/NaN|undefined|null/);
    // Nothing sticks out to the right.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('says what it is, and shows only what was asked for', async () => {
    const page = await open('evaluation=shapes');
    await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe('quick-shapes');
    expect(await page.locator('.head').innerText()).toContain('step 702 · epoch 18 · best checkpoint');
    expect(await page.locator('.section > h2').allInnerTexts()).toEqual([
      'Linear evaluation',
      'Nearest neighbours',
      'What else is known',
      'Geometry',
      'How to repeat it',
    ]);
    const bare = await open('evaluation=unlabelled');
    expect(await bare.locator('.section > h2').allInnerTexts()).toEqual([
      'What else is known',
      'Geometry',
      'How to repeat it',
    ]);
    expect(await bare.locator('.facts').innerText()).toContain('no labels');
  });

  it('draws bars as long as their numbers, and chance where it is', async () => {
    const page = await open('evaluation=shapes');
    const row = page.locator('.bars tr').filter({ hasText: 'hue' });
    expect(await row.innerText()).toMatch(/hue\s+75\.5 %\s+60\.5 %\s+14\.0 %\s+lost 15\.0 points/);
    const [space, h, z, chance] = await Promise.all(
      ['.bar-pair', '.bar-h', '.bar-z', '.bar-chance'].map((part) => row.locator(part).boundingBox()),
    );
    const width = space?.width ?? NaN;
    expect((h?.width ?? NaN) / width).toBeCloseTo(0.755, 1);
    expect((z?.width ?? NaN) / width).toBeCloseTo(0.605, 1);
    expect(((chance?.x ?? NaN) - (space?.x ?? NaN)) / width).toBeCloseTo(0.14, 1);
  });

  it('shows what networks learnt from labels, each with how it was trained', async () => {
    const page = await open('evaluation=learnt');
    const rows = await page.locator('.bars tr').allInnerTexts();
    const texts = rows.map((row) => row.replace(/\s+/g, ' ').trim());
    expect(texts).toContain('fine-tuned 23.1 % 60 epochs, batch 64, learning rate 0.05');
    expect(texts).toContain('from scratch 14.2 % 300 epochs, batch 64, learning rate 0.05');
    expect(texts).toContain('random 38.0 %');
    expect(texts).toContain('trained with labels 95.3 % 18 epochs, batch 64, learning rate 0.05');
    expect(texts).toContain('with colour distortion 54.3 %');
    expect(await page.locator('body').innerText()).toContain(
      'to CIFAR-10: 50,000 training and 10,000 test images; supervised:',
    );
  });

  it('has a confusion matrix that a keyboard reaches and a reader reads', async () => {
    const page = await open('evaluation=shapes');
    const matrix = page.getByRole('region', { name: 'Confusion matrix on h' }).first();
    await matrix.focus();
    expect(await matrix.evaluate((node) => document.activeElement === node)).toBe(true);
    const { linear } = evaluations['shapes']?.record ?? {};
    const cells = await matrix.locator('tbody td').allInnerTexts();
    expect(cells.map(Number)).toEqual(linear?.h.confusion.flat());
    const first = matrix.locator('tbody td').first();
    expect(await first.getAttribute('title')).toBe(
      `${linear?.h.confusion[0]?.[0] ?? ''} of 100 images of circle (${linear?.h.confusion[0]?.[0] ?? ''}.0 %) are told right`,
    );
    // The names of classes are text, whatever is in them.
    const odd = await open('evaluation=two');
    expect(await odd.locator('.confusion-table b').count()).toBe(0);
  });

  it('draws many classes as a picture, and names the mistakes', async () => {
    const page = await open('evaluation=hundred');
    await page.locator('.part-linear-confusion > summary').click();
    await page.locator('.part-linear-confusion canvas').first().waitFor();
    const painted = await page
      .locator('.part-linear-confusion canvas')
      .first()
      .evaluate((node) => {
        const { data } = (node as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, 100, 100) ?? {
          data: [],
        };
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
    expect(painted).toBeGreaterThan(100);
    expect(await page.locator('.part-linear-confusion .mistakes tbody tr').count()).toBe(10);
  });

  it('remembers what was folded, and of which evaluation it is', async () => {
    const page = await open('evaluation=shapes');
    await page.locator('.part-linear-confusion > summary').press('Enter');
    await page.locator('.part-knn-classes > summary').press('Enter');
    // The browser tells of a fold a moment after it.
    await expect
      .poll(() => page.evaluate(() => window.playedEditor.state))
      .toMatchObject({ open: { 'linear-confusion': false, 'knn-classes': true } });
    await page.reload();
    await panel.settled();
    expect(await page.locator('.part-linear-confusion').getAttribute('open')).toBe(null);
    expect(await page.locator('.part-knn-classes').getAttribute('open')).toBe('');
    expect(await page.evaluate(() => window.playedEditor.state)).toMatchObject({
      path: evaluations['shapes']?.path,
    });
  });

  it('asks the editor for what it cannot do itself', async () => {
    const page = await open('evaluation=shapes');
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menu').getByText('Export as CSV').press('Enter');
    await page.getByRole('button', { name: 'Evaluate again' }).press('Enter');
    await page.getByRole('button', { name: 'Copy command' }).press('Enter');
    expect(await posted()).toEqual([
      { type: 'ready' },
      { type: 'export', format: 'csv' },
      { type: 'action', action: 'repeat' },
      { type: 'action', action: 'copy' },
    ]);
    expect(await page.locator('.command').innerText()).toContain('simclr evaluate /work/.simclr');
  });

  it('says so when it is gone, and that there is nothing to repeat', async () => {
    const gone = await open('evaluation=gone');
    expect(await gone.getByRole('alert').innerText()).toBe('The evaluation /work/e.json is gone.');
    const page = await open('evaluation=unlabelled');
    const again = page.getByRole('button', { name: 'Evaluate again' });
    expect(await again.evaluate((node) => Reflect.get(node, 'disabled') as unknown)).toBe(true);
  });

  it('follows the theme', async () => {
    const page = await open('evaluation=shapes&theme=dark');
    const color = () =>
      page
        .locator('.bar-h')
        .first()
        .evaluate((node) => getComputedStyle(node).backgroundColor);
    const dark = await color();
    await page.evaluate(() => window.playedEditor.setTheme('light'));
    await panel.settled();
    expect(await color()).not.toBe(dark);
  });
});
