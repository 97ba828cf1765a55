import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromStudio } from '../../../extension/augmentationStudio/messages';
// For the type of `window.studioHarness` alone.
import type {} from '../harness/studioPage';
import { program, usePanelPage } from '../harness/usePanelPage';

/** A busy machine is no failure. */
const patient = { timeout: 20_000 };

describe.skipIf(program === null)('the page of an augmentation studio', () => {
  const panelPage = usePanelPage('augmentationStudio', 'test/webview/harness/studioPage.ts');
  let page: Page;

  const open = async (parameters: string, width = 1300, height = 1500) => {
    ({ page } = await panelPage.open(parameters, width, height));
  };
  /** Opens it and waits for the first views. */
  const opened = async (parameters = 'scenario=ready', ...size: [number?, number?]) => {
    await open(parameters, ...size);
    await page.locator('[data-drawn]').first().waitFor();
  };
  const posted = () => page.evaluate(() => window.studioHarness.posted);
  const last = async <Type extends FromStudio['type']>(type: Type) => {
    const found = (await posted()).filter((message) => message.type === type);
    return found.at(-1) as Extract<FromStudio, { type: Type }> | undefined;
  };
  const kinds = async () => (await last('draw'))?.ask.augment.transforms.map(({ type }) => type);
  /** The number of the drawing that is shown. */
  const shown = async () => Number(await page.locator('[data-drawn]').first().getAttribute('data-drawn'));
  const nextDrawing = async (act: () => Promise<unknown>) => {
    const before = await shown();
    await act();
    await expect.poll(shown, patient).toBeGreaterThan(before);
  };
  const pixels = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const slider = (name: string) => page.getByRole('slider', { name, exact: true });

  it.each([
    ['dark', 1300],
    ['light', 1300],
    ['contrast', 1300],
    ['contrast-light', 500],
    ['dark', 500],
  ])('shows everything in %s at %i px', async (theme, width) => {
    await opened(`scenario=ready&theme=${theme}`, width, 1500);
    await expect.poll(() => page.locator('.shortcut').innerText(), patient).toContain('62 %');
    expect(await page.locator('.shortcut').innerText()).toBe(
      'By colour alone, crops of one image are told from others 98 % of the time; with colour distortion, 62 %. Guessing: 50 %. Measured on 200 images.',
    );
    // Nothing sticks out to the right.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('says what it is doing, what went wrong, and tries again', async () => {
    await open('scenario=opening');
    await page.getByText('Decoding 12,000 of 60,000 images…').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('20');
    await open('scenario=failed');
    expect(await page.getByRole('alert').innerText()).toContain('"photos" does not exist');
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.locator('[data-drawn]').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('says why an image cannot be shown, and keeps the rest', async () => {
    await open('scenario=broken');
    await page
      .getByRole('alert')
      .filter({ hasText: 'torn.jpg is truncated: choose another image.' })
      .waitFor();
    expect(await page.getByRole('button', { name: 'Choose an image file' }).isVisible()).toBe(true);
  });

  it('switches transformations on and off, and draws what a run would then make', async () => {
    await opened();
    expect(await kinds()).toEqual(['crop', 'flip', 'color', 'grayscale']);
    const before = await pixels('.view-sheet[aria-label*="views"]');
    await nextDrawing(() => page.getByRole('switch', { name: 'Colour jitter' }).press('Space'));
    expect(await kinds()).toEqual(['crop', 'flip', 'grayscale']);
    expect(await pixels('.view-sheet[aria-label*="views"]')).not.toBe(before);
    await nextDrawing(() => page.getByRole('switch', { name: 'Gaussian blur' }).press('Space'));
    expect(await kinds()).toEqual(['crop', 'flip', 'grayscale', 'blur']);
    expect((await last('unsaved'))?.unsaved).toBe(true);
    expect(await page.locator('.saved').innerText()).toBe('Not saved to birds.simclr.json yet');
  });

  it('changes the order by keys, and keeps the focus where it was', async () => {
    await opened();
    const handle = page.getByRole('button', { name: 'Move Colour jitter, 3 of 9' });
    await nextDrawing(() => handle.press('Alt+ArrowUp'));
    expect(await kinds()).toEqual(['crop', 'color', 'flip', 'grayscale']);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await focused()).toBe('Move Colour jitter, 2 of 9');
    await nextDrawing(() => page.keyboard.press('Alt+ArrowUp'));
    expect(await kinds()).toEqual(['color', 'crop', 'flip', 'grayscale']);
    await page.keyboard.press('Alt+ArrowUp');
    expect(await focused()).toBe('Move Colour jitter, 1 of 9');
    expect(await page.getByRole('status').filter({ hasText: 'Colour jitter is 1 of 9' }).count()).toBe(1);
  });

  it('changes the order by dragging', async () => {
    await opened();
    const place = async (name: RegExp) => {
      const box = await page.getByRole('button', { name }).boundingBox();
      return { x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 };
    };
    const [from, to] = [await place(/^Move Grayscale/), await place(/^Move Horizontal flip/)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, (from.y + to.y) / 2, { steps: 8 });
    await page.mouse.move(to.x, to.y - 4, { steps: 8 });
    await page.mouse.up();
    await expect.poll(kinds, patient).toEqual(['crop', 'grayscale', 'flip', 'color']);
  });

  it('sets parameters in their units, by slider and by number', async () => {
    await opened();
    const color = async () =>
      (await last('draw'))?.ask.augment.transforms.find(({ type }) => type === 'color');
    await nextDrawing(() => slider('Hue, degrees').fill('90'));
    expect(await color()).toMatchObject({ hue: 0.25, brightness: 0.8 });
    const number = page.getByRole('spinbutton', { name: 'Brightness, percent, as a number' });
    await number.fill('5000');
    await nextDrawing(() => number.press('Enter'));
    // No more than the configuration allows.
    expect(await color()).toMatchObject({ brightness: 10 });
    await nextDrawing(() => slider('Strength s').fill('0.5'));
    expect(await color()).toMatchObject({ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 });
    // One end of a range pushes the other.
    await nextDrawing(() => slider('Area kept from, percent').fill('60'));
    await nextDrawing(() => slider('Area kept to, percent').fill('40'));
    expect((await last('draw'))?.ask.augment.transforms[0]).toMatchObject({ scale: [0.4, 0.4] });
    await nextDrawing(() => page.getByRole('button', { name: 'Reset Crop and resize' }).press('Enter'));
    expect((await last('draw'))?.ask.augment.transforms[0]).toMatchObject({ scale: [0.08, 1] });
  });

  it('asks for one drawing at a time while a slider moves, and ends with the last value', async () => {
    await opened();
    await page.locator('[data-exact="true"]').waitFor();
    const quick = async () =>
      (await posted()).flatMap((message) =>
        message.type === 'draw' && message.ask.packed ? [message.ask] : [],
      );
    const before = (await quick()).length;
    await page.evaluate(async () => {
      window.studioHarness.hold = true;
      const hue = document.querySelector<HTMLInputElement>('input[aria-label="Hue, degrees"]');
      for (let value = 1; hue && value <= 40; value++) {
        hue.value = String(value);
        hue.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
      }
    });
    const first = (await quick()).slice(before);
    expect(first).toHaveLength(1);
    // Only what the slider is about is drawn alone.
    expect(first[0]).toMatchObject({ alone: [2], pairs: 0 });
    await page.evaluate(() => window.studioHarness.release());
    await expect.poll(async () => (await quick()).length, patient).toBe(before + 2);
    const hue = (await quick()).at(-1)?.augment.transforms[2];
    expect(hue).toMatchObject({ hue: Number((40 / 360).toPrecision(6)) });
    // At rest the views come as they are, to the last bit.
    await page.locator('[data-exact="true"]').waitFor();
    expect((await last('draw'))?.ask).toMatchObject({ packed: false, alone: [0, 1, 2, 3], pairs: 8 });
  });

  it('takes presets, seeds, later views, and a second branch of its own', async () => {
    await opened();
    await nextDrawing(() => page.getByRole('button', { name: 'Next views' }).press('Enter'));
    expect((await last('draw'))?.ask).toMatchObject({ epoch: 32, seed: 0 });
    const seed = page.getByRole('spinbutton', { name: 'Seed of the run' });
    await seed.fill('7');
    await nextDrawing(() => seed.press('Enter'));
    expect((await last('draw'))?.ask.seed).toBe(7);
    await nextDrawing(() => page.getByLabel('Second view has its own').check());
    await nextDrawing(() => page.getByRole('switch', { name: 'Colour jitter' }).press('Space'));
    const { ask } = (await last('draw')) ?? {};
    expect(ask?.branch).toBe(1);
    expect(ask?.augment.transforms.map(({ type }) => type)).toContain('color');
    expect(ask?.augment.secondBranch?.map(({ type }) => type)).toEqual(['crop', 'flip', 'grayscale']);
    await page.getByRole('combobox', { name: 'Preset' }).click();
    await nextDrawing(() => page.getByRole('option', { name: 'paper' }).click());
    expect(await kinds()).toEqual(['crop', 'flip', 'color', 'grayscale', 'blur']);
    expect((await last('draw'))?.ask.augment.secondBranch).toBeNull();
  });

  it('shows other images, of the data set and from files', async () => {
    await opened();
    await nextDrawing(() => page.locator('.thumbnail').nth(3).press('Enter'));
    expect((await last('draw'))?.ask.image).toEqual({ id: 'wren/3.png' });
    expect(await page.locator('.thumbnail').nth(3).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: 'Other images' }).press('Enter');
    await page.locator('.thumbnail[data-id="robin/24.png"]').waitFor();
    await nextDrawing(() => page.getByRole('button', { name: 'Choose an image file' }).press('Enter'));
    expect((await last('draw'))?.ask.image).toEqual({ path: '/home/me/pictures/heron.jpg' });
    expect(await page.locator('.image-name').innerText()).toBe('heron.jpg');
    await nextDrawing(() => page.getByRole('button', { name: 'Compare with another image' }).press('Enter'));
    expect((await last('draw'))?.ask.other).toEqual({ id: 'robin/24.png' });
  });

  it('is saved, and comes back with what was not', async () => {
    await opened();
    await nextDrawing(() => slider('Hue, degrees').fill('90'));
    await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
    await expect.poll(() => page.locator('.saved').innerText(), patient).toBe('As in birds.simclr.json');
    expect((await last('save'))?.draft.augment.transforms[2]).toMatchObject({ hue: 0.25 });
    await nextDrawing(() => page.getByRole('switch', { name: 'Grayscale' }).press('Space'));
    await page.reload();
    await page.locator('[data-drawn]').first().waitFor();
    expect(await kinds()).toEqual(['crop', 'flip', 'color']);
    expect(await page.locator('.saved').innerText()).toBe('Not saved to birds.simclr.json yet');
    await page.getByRole('button', { name: 'Start a run with it' }).press('Enter');
    expect((await last('start'))?.draft.augment.transforms).toHaveLength(3);
  });

  it('follows its file while nothing was changed by hand, and keeps what was', async () => {
    await opened();
    const send = (seed: number) =>
      page.evaluate((to) => {
        const { studio, send: give } = window.studioHarness;
        const { origin, title, file, base } = studio;
        give({ type: 'base', base: { ...base, seed: to }, origin, title, file });
      }, seed);
    await nextDrawing(() => send(5));
    expect((await last('draw'))?.ask.seed).toBe(5);
    await nextDrawing(() => page.getByRole('switch', { name: 'Grayscale' }).press('Space'));
    await send(6);
    await expect.poll(() => page.locator('.saved').innerText(), patient).toContain('Not saved');
    expect((await last('draw'))?.ask.seed).toBe(5);
  });

  it('offers to save as a file what has none', async () => {
    await opened('scenario=dataset');
    expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Save as…' }).press('Enter');
    expect((await last('saveAs'))?.draft.seed).toBe(0);
  });
});
