import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromStudyPanel } from '../../../extension/studyPanel/messages';
import type { HarnessPage } from '../harness/harnessPage';
// For the type of `window.studyHarness` alone.
import type {} from '../harness/studyPage';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the page of a study', () => {
  const panelPage = usePanelPage('studyPanel', 'test/webview/harness/studyPage.ts');
  let panel: HarnessPage;
  let page: Page;

  const open = async (parameters: string, width = 1300, height = 1500) => {
    panel = await panelPage.open(parameters, width, height);
    ({ page } = panel);
    await panel.settled();
  };
  const last = async () => (await panel.posted<FromStudyPanel>()).at(-1);
  const cell = (name: RegExp) => page.getByRole('button', { name });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-cell'));

  // Themes and widths in turn, so that all of them meet all kinds of states.
  it.each([
    ['new', 'light', 500],
    ['running', 'contrast', 500],
    ['done', 'dark', 1300],
    ['heatmap', 'light', 500],
    ['three', 'dark', 1300],
    ['labels', 'contrast', 500],
    ['noImages', 'dark', 500],
    ['gone', 'light', 500],
  ])('is never blank: %s, %s, %i px', async (scenario, theme, width) => {
    await open(`scenario=${scenario}&theme=${theme}`, width);
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(30);
    for (const side of await page.locator('.figure-side').all()) {
      expect(await side.locator('canvas, table, .figure-empty').count()).toBe(1);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `.artifacts/study-${scenario}-${theme}-${width}.png`, fullPage: true });
  });

  it('says of each cell how its runs stand, and opens one by keyboard, of several by a menu', async () => {
    await open('scenario=running&theme=dark');
    await page.screenshot({ path: '.artifacts/study-running-dark-1300.png', fullPage: true });
    const failed = await cell(/^linear · 32: failed/).getAttribute('aria-label');
    expect(failed).toContain('1 of 2 seeds done; photos/IMG_2041.jpg is cut off');
    const states = ['linear · 64: training, 31 %', 'linear · 128: evaluating', 'linear · 256: waiting'];
    for (const state of [...states, 'none · 32: partly done', 'non-linear · 128: missing']) {
      expect(await cell(new RegExp(`^${state}`)).count(), state).toBe(1);
    }
    expect(await page.locator('.grid-legend').innerText()).toMatch(/8 done\s+1 training\s+1 evaluating/);
    await cell(/^none · 32/).press('Enter');
    expect(await last()).toEqual({ type: 'openRun', folder: '/runs/none · 32-0' });
    // There is no square to the right of it, and the one below is of the same column.
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('linear · 32');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^Seed 1: done, 4\d\.\d$/),
      'Seed 2: failed (photos/IMG_2041.jpg is cut off)',
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'openRun', folder: '/runs/linear · 32-1' });
  });

  it('fills in as runs end, and leaves the rest of the page as it was', async () => {
    await open('scenario=new&theme=light');
    await page.getByText('Not run yet. “Run…” asks for images and seeds, then trains 33 runs').waitFor();
    await page.locator('.figure summary').first().click();
    await cell(/^linear · 64: missing/).focus();
    await page.evaluate(() => window.studyHarness.become('done'));
    await panel.settled();
    expect(await focused()).toBe('linear · 64');
    expect(await page.locator('.verdict h2').innerText()).toMatch(/Verdict:\s+holds/);
    expect(await page.locator('.rules tbody tr').first().innerText()).toMatch(/4\.92 ± 0\.39\s+> 0\s+3/);
    const numbers = page.locator('.figure').first().locator('.data-table');
    expect(await numbers.isVisible()).toBe(true);
    // The mean of three seeds, and the paper's figure 8 beneath.
    expect(await numbers.locator('tbody tr').nth(2).innerText()).toMatch(/^linear\t45\.9 ± 0\.5\t/);
    expect(await numbers.locator('tbody tr').nth(3).innerText()).toMatch(/^paper\t60\.0\t61\.3\t/);
    expect(await page.evaluate(() => window.studyHarness.state)).toMatchObject({
      ...{ name: 'projection-head', size: 'minutes', open: ['Linear evaluation of h'] },
    });
  });

  it('shows labels of levels, those of the size, where a person reads, and never their names', async () => {
    await open('scenario=labels&theme=light');
    const grid = page.locator('.grid-tables');
    expect((await grid.locator('thead th').allInnerTexts()).join()).toBe('8,64');
    expect(await cell(/^NT-Xent · 8: done/).count()).toBe(1);
    await cell(/^decoupled · 64: done/).press('Enter');
    expect(await page.getByRole('menu', { name: 'decoupled · 64' }).count()).toBe(1);
    expect(await page.locator('.figure-plot canvas').getAttribute('aria-label')).toMatch(
      /NT-Xent: 8 \d.*, 64 \d/,
    );
    const read = await page.evaluate(() => {
      const nodes = [...document.querySelectorAll('.grid, .grid *, .figure *')];
      return nodes.flatMap((node) => [
        node.textContent,
        node.getAttribute('aria-label'),
        node.getAttribute('title'),
      ]);
    });
    expect(read.join()).not.toMatch(/small|large/);
  });

  it('says what the study will take before the first run, or why that is not known', async () => {
    await open('scenario=new&theme=dark');
    const progress = page.locator('.progress-text');
    expect(await progress.innerText()).toBe('0 of 33 runs · measuring steps to tell how long it will take…');
    await page.evaluate(() => window.studyHarness.become('measured'));
    const known =
      '0 of 33 runs · about 19 min, 2 runs at a time, on cpu (wide kernels, 105 GFLOP/s a thread)';
    await page.getByText(known).waitFor();
    await page.evaluate(() => window.studyHarness.become('noImages'));
    await page
      .getByText('cannot be measured here: data.source "imagenet" does not exist. Put them')
      .waitFor();
  });

  it('opens the runs of a point by keyboard and of a bar by pointer, and says their values', async () => {
    await open('scenario=done&theme=contrast');
    const point = (figure: number, name: RegExp) =>
      page.locator('.figure').nth(figure).getByRole('button', { name });
    await point(0, /^linear, 32: 45\.9 ± 0\.5 %, 3 seeds$/).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(label).toMatch(/^non-linear, 64: 51\.5 ± 0\.8 %, 3 seeds$/);
    await page.screenshot({ path: '.artifacts/study-point-contrast.png', fullPage: true });
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'openRun', folder: '/runs/non-linear · 64-1' });
    // Narrower, the plot is drawn anew, and its buttons lie over its bars again: as high as their values, from zero.
    await page.setViewportSize({ width: 500, height: 1500 });
    const bars = await Promise.all(
      [/^Linear evaluation of h, linear: 46\.9/, /^Linear evaluation of z, none: 40\.2/].map(async (name) => {
        const box = await point(1, name).boundingBox();
        return { height: box?.height ?? NaN, right: (box?.x ?? NaN) + (box?.width ?? NaN) };
      }),
    );
    expect((bars[0]?.height ?? NaN) / (bars[1]?.height ?? NaN)).toBeCloseTo(46.9 / 40.2, 2);
    expect(Math.max(...bars.map(({ right }) => right))).toBeLessThan(500);
    const bar = point(1, /^Linear evaluation of h, linear: /);
    expect(await bar.evaluate((node) => getComputedStyle(node).cursor)).toBe('pointer');
    await bar.click();
    const menu = page.getByRole('menu');
    await menu.waitFor();
    await page.mouse.wheel(0, -300);
    await menu.waitFor({ state: 'detached' });
    // The page scrolls back to the bar for this click; the menu that it opens stays.
    await bar.click();
    // A bar over all sizes of z stands for all of their runs.
    await page.getByRole('menuitem', { name: 'linear · 512, seed 3: done' }).click();
    expect(await last()).toEqual({ type: 'openRun', folder: '/runs/linear · 512-2' });
  });

  it('opens the run of a square at once, and those of an average by a menu that names them', async () => {
    await open('scenario=heatmap&theme=dark', 500);
    const map = page.locator('.heat').first();
    await map.getByRole('button', { name: /^crop, colour: / }).click();
    expect(await last()).toEqual({ type: 'openRun', folder: '/runs/crop · colour-0' });
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const items = page.getByRole('menu', { name: 'crop, average' }).getByRole('menuitem');
    expect((await items.allInnerTexts()).slice(0, 2)).toEqual([
      'crop · crop, seed 1: done',
      'crop · cutout, seed 1: done',
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'openRun', folder: '/runs/crop · rotation-0' });
    expect(await page.locator('.heat').nth(1).getByRole('button').count()).toBe(0);
  });

  it('asks for what its buttons and menus say', async () => {
    await open('scenario=done&theme=dark');
    await page.getByRole('button', { name: 'Run with more seeds…' }).press('Enter');
    expect(await last()).toEqual({ type: 'action', action: 'run' });
    await page.getByRole('button', { name: 'Save the figure' }).nth(1).press('Enter');
    await page.getByRole('menuitem', { name: 'Export as SVG…' }).press('Enter');
    expect(await last()).toEqual({ type: 'export', figure: 1, format: 'svg' });
    await open('scenario=three&theme=dark');
    await page.getByText('The study has changed since it was started').waitFor();
    expect(await page.getByRole('button', { name: 'Run with the changes…' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'More actions' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Open size hours' }).press('Enter');
    expect(await last()).toEqual({ type: 'size', size: 'hours' });
  });
});
