import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromSimilar } from '../../../extension/similarImages/messages';
// For the type of `window.similarHarness` alone.
import type {} from '../harness/similarPage';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the page of similar images', () => {
  const panelPage = usePanelPage('similarImages', 'test/webview/harness/similarPage.ts');
  let page: Page;

  const open = async (parameters: string, width = 1000, height = 800) => {
    ({ page } = await panelPage.open(parameters, width, height));
  };
  const cells = () => page.getByRole('option', { name: /similarity/ });
  const last = async (): Promise<FromSimilar | undefined> =>
    (await page.evaluate(() => window.similarHarness.posted)).at(-1);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

  it.each([
    ['dark', 1000],
    ['light', 1000],
    ['contrast', 500],
  ])('shows what was found in %s at %i px', async (theme, width) => {
    await open(`scenario=found&theme=${theme}`, width);
    await cells().first().waitFor();
    expect(await cells().count()).toBe(20);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Similar to query.jpg');
    const text = await page.locator('main').innerText();
    expect(text).toContain('in /home/ada/photos, as seen by first, step 100');
    expect(text).toContain('1,200 images compared');
    expect(text).toContain('bad.jpg is empty; it is left out.');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('is worked by arrow keys, Enter and buttons', async () => {
    await open('scenario=found');
    await cells().first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('cats/a-rather-long-name-1.jpg, similarity 0.980, class cats');
    await page.keyboard.press('ArrowDown');
    const below = Number(/name-(\d+)/.exec(await focused())?.[1]);
    expect(below).toBeGreaterThan(3);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toContain('name-1.jpg');
    await page.keyboard.press('Enter');
    expect(await last()).toEqual({ type: 'open', place: 1 });
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Reveal' }).press('Enter');
    expect(await last()).toEqual({ type: 'reveal', place: 19 });
    await page.getByRole('button', { name: 'Search from this one' }).press('Enter');
    expect(await last()).toEqual({ type: 'searchFrom', place: 19 });
  });

  it('switches between h and z and how many, and keeps the query', async () => {
    await open('scenario=found');
    await cells().first().waitFor();
    await page.getByLabel('Compare in').selectOption('z');
    expect(await last()).toEqual({ type: 'space', space: 'z' });
    await page.getByLabel('Number of images').selectOption('50');
    await expect.poll(() => cells().count()).toBe(50);
    expect(await page.evaluate(() => window.similarHarness.state)).toMatchObject({
      query: { space: 'z', neighbours: 50 },
    });
  });

  it('has no buttons for files where images have none', async () => {
    await open('scenario=records');
    await cells().first().press('Enter');
    expect((await last())?.type).toBe('ready');
    for (const name of ['Open', 'Reveal']) {
      await expect.poll(() => page.getByRole('button', { name, exact: true }).isDisabled()).toBe(true);
    }
  });

  it('says how far it is and can be cancelled; says what went wrong, and tries again', async () => {
    await open('scenario=busy');
    await page.getByText('Embedding 120 of 300 images…').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('40');
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    expect(await page.getByRole('alert').innerText()).toContain('The search was cancelled.');
    await open('scenario=failed');
    expect(await page.getByRole('alert').innerText()).toContain('holds no image: name another folder');
    await page.getByRole('button', { name: 'Search again' }).press('Enter');
    expect((await last())?.type).toBe('retry');
  });
});
