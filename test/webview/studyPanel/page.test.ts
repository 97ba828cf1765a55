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
