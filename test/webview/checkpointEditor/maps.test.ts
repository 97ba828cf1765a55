import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromCheckpointPage } from '../../../extension/checkpointEditor/messages';
import type { HarnessPage } from '../harness/harnessPage';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('what an encoder makes of an image, on its page', () => {
  const panelPage = usePanelPage('checkpointEditor', 'test/webview/checkpointEditor/mapsEditor.ts');
  let panel: HarnessPage;
  let page: Page;

  const open = async (parameters: string, width = 1200) => {
    panel = await panelPage.open(parameters, width, 1000);
    ({ page } = panel);
    await panel.settled();
  };
  const press = async (name: string) => {
    await page.getByRole('button', { name }).press('Enter');
    await panel.settled();
  };
  const asked = async () =>
    (await panel.posted<FromCheckpointPage>()).filter(({ type }) => type === 'maps' || type === 'cancelMaps');
  const section = () => page.getByRole('region', { name: 'Inside the encoder' });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const looked = () => page.locator('.inside-pictures figure').nth(1).innerText();

  it.each([
    ['maps', 'dark', 1200],
    ['maps', 'light', 1200],
    ['maps', 'contrast', 1200],
    ['maps', 'dark', 480],
    ['linear', 'light', 800],
  ])('is whole: %s, %s, %i px', async (answer, theme, width) => {
    await open(`answer=${answer}&theme=${theme}`, width);
    await press('Show what it sees');
    const text = await section().innerText();
    expect(text).not.toMatch(/NaN|undefined|null/);
    expect(text).toContain('47.4 % of the activations are zero; mean 0.218, largest 3.50.');
    expect(text.includes('Projection z')).toBe(answer === 'maps');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    // Pixels stay square and sharp: each takes as many pixels of the screen as any other.
    const sides = await page
      .locator('.map canvas.is-crisp')
      .evaluateAll((all) => all.map((canvas) => canvas.clientWidth / Number(canvas.getAttribute('width'))));
    expect(sides.length).toBeGreaterThan(0);
    expect(sides.every((zoom) => zoom >= 1 && Number.isInteger(zoom))).toBe(true);
  });

  it('asks for nothing before a person does, and then for one image after the other', async () => {
    await open('answer=maps');
    expect(await asked()).toEqual([]);
    await press('Show what it sees');
    // The button that was pressed is gone, and the focus is not.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Another image');
    await page.keyboard.press('Enter');
    await panel.settled();
    expect(await section().innerText()).toContain('test/37, star');
    await press('Another image');
    await press('Image from a file…');
    expect(await section().innerText()).toContain('/home/ada/photos/a-cat.jpg');
    // A file is no place in the data set: what would have been next still is.
    await press('Another image');
    expect(await asked()).toEqual([
      ...[0, 37, 74].map((index) => ({ type: 'maps', image: { index } })),
      { type: 'maps', image: null },
      { type: 'maps', image: { index: 111 } },
    ]);
  });

  it('shows a map and its numbers under the pointer and the focus', async () => {
    await open('answer=maps');
    await press('Show what it sees');
    expect(await looked()).toBe('Stem\nchannel 0: mean 1.00, largest 3.50');
    const last = page.getByRole('group', {
      name: /^Residual blocks 2/,
    });
    await last.getByRole('img').nth(2).hover();
    expect(await looked()).toBe('Residual blocks 2 (layer2)\nchannel 14: mean 0.333, largest 3.50');
    await last.getByRole('img').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('channel 7: mean 0.500, largest 3.50');
    await page.keyboard.press('ArrowDown');
    expect(Number(/channel (\d+)/.exec(await focused())?.[1])).not.toBe(7);
    await page.keyboard.press('End');
    expect(await focused()).toMatch(/^channel \d+: no activation$/);
    expect(await looked()).toContain('no activation');
    await page.keyboard.press('Home');
    expect(await focused()).toBe('channel 0: mean 1.00, largest 3.50');
    // A stage is one stop of the Tab key.
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^channel 0/);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Numbers of Representation h');
  });

  it('reads the numbers of h and z one by one', async () => {
    await open('answer=maps');
    await press('Show what it sees');
    const z = page.getByRole('slider', { name: 'Numbers of Projection z, after the head' });
    await z.press('Home');
    expect(await z.getAttribute('aria-valuetext')).toBe('0: 0');
    await z.press('ArrowRight');
    expect(await z.getAttribute('aria-valuetext')).toBe('1: 1.68');
    await z.press('End');
    await z.press('ArrowRight');
    expect(await z.getAttribute('aria-valuenow')).toBe('31');
    const box = await z.boundingBox();
    await z.hover({ position: { x: ((box?.width ?? 0) * 1.5) / 32, y: 10 } });
    expect(await z.getAttribute('aria-valuetext')).toBe('1: 1.68');
  });

  it('says how far it is and can be cancelled; says what went wrong, and tries the same image again', async () => {
    await open('answer=busy');
    await press('Show what it sees');
    expect(await section().innerText()).toContain('Decoding 120 of 300 images…');
    expect(await page.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow')).toBe(
      '40',
    );
    await press('Cancel');
    expect(await page.getByRole('alert').innerText()).toContain('This was cancelled.');
    await open('answer=failed');
    await press('Image from a file…');
    expect(await page.getByRole('alert').innerText()).toContain('"photos" does not exist');
    await press('Try again');
    expect(await asked()).toEqual([
      { type: 'maps', image: null },
      { type: 'maps', image: { path: '/home/ada/photos/a-cat.jpg' } },
    ]);
  });

  it('remembers the image, and computes nothing anew by itself', async () => {
    await open('answer=maps');
    await press('Image from a file…');
    await page.reload();
    await panel.settled();
    expect(await section().innerText()).toContain('Sends /home/ada/photos/a-cat.jpg through this encoder');
    expect(await asked()).toEqual([]);
    await press('Show what it sees');
    expect(await asked()).toEqual([{ type: 'maps', image: { path: '/home/ada/photos/a-cat.jpg' } }]);
  });

  it('is only there for checkpoints of a run', async () => {
    await open('answer=other');
    expect(await section().isVisible()).toBe(false);
  });
});
