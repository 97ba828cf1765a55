import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromEmbeddingPanel } from '../../../extension/embeddingPanel/messages';
// For the type of `window.embeddings` alone.
import type {} from '../harness/embeddingPage';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the page that compares h and z', () => {
  const panelPage = usePanelPage('embeddingPanel', 'test/webview/harness/embeddingPage.ts');
  let page: Page;

  const open = async (parameters: string, width = 1300, height = 950) => {
    ({ page } = await panelPage.open(parameters, width, height));
  };
  /** Waits until both plots show points. */
  const shown = async () => {
    await page.locator('.plot-caption').filter({ hasText: '%' }).nth(1).waitFor();
    await page.locator('.legend-item').first().waitFor();
  };
  const posted = async <Type extends FromEmbeddingPanel['type']>(type: Type) => {
    const messages = await page.evaluate(() => window.embeddings.posted);
    return messages.filter((message) => message.type === type) as Extract<
      FromEmbeddingPanel,
      { type: Type }
    >[];
  };
  const plot = (index: number) => page.locator('.plot-field').nth(index);
  const pixels = (index: number): Promise<string> =>
    plot(index)
      .locator('canvas')
      .first()
      .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));
  const selectedCount = async () => {
    const text = await page.locator('.selection h2').innerText();
    return Number(/\d[\d,]*/.exec(text)?.[0].replace(',', '') ?? 0);
  };
  const drag = async (target: Locator, corners: readonly (readonly [number, number])[]) => {
    const box = await target.boundingBox();
    if (box === null) throw new Error('The plot is not there.');
    const places = corners.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
    await page.mouse.move(...(places[0] ?? [0, 0]));
    await page.mouse.down();
    for (const place of places) await page.mouse.move(...place, { steps: 6 });
    await page.mouse.up();
  };
  const everything = [
    [0.02, 0.02],
    [0.98, 0.02],
    [0.98, 0.98],
    [0.02, 0.98],
  ] as const;
  const choose = async (label: string, choice: string) => {
    await page.locator(`vscode-dropdown[aria-label="${label}"]`).click();
    await page.getByRole('option', { name: choice, exact: true }).click();
  };

  it('shows the last step of a run: both plots, what colours mean, what each knows, how the images were chosen', async () => {
    await open('scenario=finished');
    await shown();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('quick-shapes');
    expect(await page.locator('.head').innerText()).toContain('finished · step 1,200 · epoch 12 · 600');
    expect(await page.locator('.plot-caption').allInnerTexts()).toEqual([
      expect.stringMatching(/^32-d · PCA, \d+ % of the variance$/),
      expect.stringMatching(/^16-d directions · PCA, \d+ % of the variance$/),
    ]);
    expect(await page.locator('.legend-item').count()).toBe(10);
    expect(await page.locator('.sample').innerText()).toContain(
      '600 of the 1,200 evaluation images were embedded',
    );
    const hue = page.getByRole('group', { name: /^hue: h 71\.0 %, z 22\.0 %, chance 13\.0 %/ });
    expect(await hue.innerText()).toContain('thrown away');
    expect(await page.locator('.measures').innerText()).toMatch(/effective rank\s+18\.4 of 32\s+11\.3 of 16/);
  });

  it('selects by a line around points, in both plots, the pictures and the table', async () => {
    await open('scenario=finished&theme=light');
    await shown();
    const before = await pixels(1);
    await drag(plot(0), [
      [0.05, 0.05],
      [0.5, 0.05],
      [0.5, 0.95],
      [0.05, 0.95],
    ]);
    await expect.poll(selectedCount).toBeGreaterThan(20);
    const count = await selectedCount();
    expect(count).toBeLessThan(580);
    expect(await page.locator('.selected-table tbody tr').count()).toBe(Math.min(200, count));
    await expect.poll(() => page.locator('.pictures .thumb.is-there').count()).toBe(Math.min(48, count));
    await expect.poll(() => pixels(1)).not.toBe(before);
    // The other half on top, with Ctrl: all are selected.
    await page.keyboard.down('Control');
    await drag(plot(1), everything);
    await page.keyboard.up('Control');
    await expect.poll(selectedCount).toBe(600);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.selection h2').innerText()).toBe('Selected: none');
  });

  it('sorts the table of what is selected', async () => {
    await open('scenario=finished');
    await shown();
    await page.locator('.legend-name').filter({ hasText: 'cross' }).press('Enter');
    await expect.poll(selectedCount).toBe(60);
    const scales = async () =>
      (await page.locator('.selected-table tbody tr td:nth-child(4)').allInnerTexts()).map(Number);
    await page.getByRole('button', { name: 'scale' }).click();
    const ascending = await scales();
    expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
    await page.getByRole('button', { name: /scale/ }).click();
    expect(await scales()).toEqual([...ascending].reverse());
    expect(new Set(await page.locator('.selected-table tbody tr td:nth-child(2)').allInnerTexts())).toEqual(
      new Set(['cross']),
    );
  });

  it('hides categories, which a line around them then leaves out', async () => {
    await open('scenario=finished');
    await shown();
    await page.getByRole('button', { name: 'Show star' }).press('Enter');
    await drag(plot(0), everything);
    await expect.poll(selectedCount).toBe(540);
    expect(await page.locator('.legend-item.is-hidden').innerText()).toContain('star');
  });

  it('shows what is pointed at, and its neighbours in h and in z, with their images', async () => {
    await open('scenario=finished');
    await shown();
    const box = await plot(1).boundingBox();
    if (box === null) throw new Error('The plot is not there.');
    // Some place in the middle of the plot has a point.
    for (let i = 0; i < 60 && !(await page.locator('.hover-card').isVisible()); i++) {
      await page.mouse.move(box.x + box.width * (0.2 + 0.01 * i), box.y + box.height * 0.5);
    }
    await page.locator('.neighbours').nth(1).locator('li').nth(5).waitFor();
    const name = await page.locator('.detail-name').innerText();
    expect(name).toMatch(/^\w+, test\/\d+$/);
    expect(await page.locator('.hover-card').innerText()).toBe(name);
    for (const row of [0, 1]) {
      const cosines = (await page.locator('.neighbours').nth(row).locator('.similarity').allInnerTexts()).map(
        Number,
      );
      expect(cosines).toHaveLength(6);
      expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
      expect(cosines[0]).toBeLessThanOrEqual(1);
    }
    await expect.poll(() => page.locator('.details .thumb.is-there').count()).toBe(13);
  });

  it('shows the image of a row that is pointed at, and moves nothing by that', async () => {
    await open('scenario=finished');
    await shown();
    await page.locator('.legend-name').first().click();
    const top = () => page.locator('.selected-table').evaluate((table) => table.getBoundingClientRect().top);
    const before = await top();
    await page.locator('.selected-table tbody tr').nth(2).hover();
    expect(await page.locator('.hover-card').isVisible()).toBe(false);
    await page.locator('.neighbours li').nth(11).waitFor();
    expect(await top()).toBe(before);
    const hovered = await page.locator('.detail-name').innerText();
    expect(await page.locator('.selected-table tbody tr').nth(2).innerText()).toContain(
      hovered.split(', ')[1],
    );
  });

  it('moves and zooms by key and by wheel, and shows all again', async () => {
    await open('scenario=finished');
    await shown();
    const first = await pixels(0);
    await plot(0).focus();
    for (const key of ['ArrowLeft', '+']) {
      const before = await pixels(0);
      await page.keyboard.press(key);
      await expect.poll(() => pixels(0)).not.toBe(before);
    }
    await page.keyboard.press('0');
    await expect.poll(() => pixels(0)).toBe(first);
    await plot(0).hover();
    await page.mouse.wheel(0, -300);
    await expect.poll(() => pixels(0)).not.toBe(first);
    // The other plot is another space, and stays.
    await plot(0).dblclick({ position: { x: 9, y: 9 } });
    await expect.poll(() => pixels(0)).toBe(first);
  });

  it('pans by dragging where that is chosen, and with Shift held', async () => {
    await open('scenario=finished');
    await shown();
    const first = await pixels(0);
    await page.keyboard.down('Shift');
    await drag(plot(0), [
      [0.5, 0.5],
      [0.7, 0.5],
    ]);
    await page.keyboard.up('Shift');
    await expect.poll(() => pixels(0)).not.toBe(first);
    expect(await page.locator('.selection h2').innerText()).toBe('Selected: none');
    await page.getByRole('radio', { name: 'Pan' }).check();
    await drag(plot(0), [
      [0.7, 0.5],
      [0.5, 0.5],
    ]);
    await expect.poll(() => pixels(0)).toBe(first);
  });

  it('replays the checkpoints, with the selection kept by image', async () => {
    await open('scenario=finished');
    await shown();
    await page.locator('.legend-name').filter({ hasText: 'moon' }).click();
    const slider = page.getByRole('slider', { name: 'Checkpoint' });
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.head').innerText()).toContain('before the first step');
    expect(await selectedCount()).toBe(60);
    expect(await slider.getAttribute('aria-valuetext')).toBe('before the first step');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => page.locator('.head').innerText(), { timeout: 15_000 }).toContain('step 1,200');
    // Each step's rows were asked for, one at a time.
    expect(new Set((await posted('load')).map(({ step }) => step))).toEqual(new Set([0, 400, 800, 1200]));
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.locator('.knows').innerText()).toContain('As the run measured it');
    await page.getByRole('button', { name: 'Evaluate this checkpoint' }).click();
    expect(await posted('evaluate')).toEqual([{ type: 'evaluate', step: 800 }]);
  });

  it('arranges by UMAP when asked, tells how far it is, and can be told to stop', async () => {
    await open('scenario=finished');
    await shown();
    await choose('Projection', 'UMAP');
    const busy = page.locator('.busy:not([hidden])');
    await busy.waitFor();
    expect(await busy.innerText()).toContain('Arranging 600 images by UMAP');
    await busy.getByRole('button', { name: 'Cancel' }).click();
    await busy.waitFor({ state: 'hidden' });
    expect(await page.locator('.plot-caption').first().innerText()).toContain('PCA');
    await choose('Projection', 'UMAP');
    await expect
      .poll(() => page.locator('.plot-caption').allInnerTexts(), { timeout: 40_000 })
      .toEqual(['32-d · UMAP', '16-d directions · UMAP']);
    expect(await busy.count()).toBe(0);
  });

  it('colours by clusters, factors, and by what the probes make of each image', async () => {
    await open('scenario=finished&theme=contrast-light');
    await shown();
    await choose('Colour by', 'cluster in h');
    await expect.poll(() => page.locator('.legend').innerText()).toContain('cluster 10');
    await page.getByRole('spinbutton', { name: 'Number of clusters' }).fill('3');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('.legend-item').count()).toBe(3);
    await choose('Colour by', 'hue');
    expect(await page.locator('.legend').innerText()).toMatch(/0°\s+360°/);
    await choose('Colour by', 'probe on z correct');
    await expect.poll(() => page.locator('.legend').innerText()).toMatch(/correct\s*\d+\s*wrong\s*\d+/);
    expect(await posted('judge')).toEqual([{ type: 'judge', step: 1200 }]);
    await page.locator('.legend-name').filter({ hasText: 'wrong' }).click();
    expect(await page.locator('.selection').innerText()).toMatch(/Known from h: \d+\.\d %, from z: 0\.0 %/);
  });

  it('exports picture, table and numbers', async () => {
    await open('scenario=finished');
    await shown();
    const exportAs = async (item: string) => {
      await page.getByRole('button', { name: 'Export' }).press('Enter');
      await page.getByRole('menu').getByText(item).press('Enter');
    };
    await exportAs('Both plots as PNG');
    await exportAs('Table of all images as CSV');
    await exportAs('h as .npy');
    await page.locator('.legend-name').first().click();
    await exportAs('z of the 60 selected images as .npy');
    const [png, csv] = await posted('export');
    expect(
      Buffer.from(png?.data ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const lines = csv?.data.trim().split('\n') ?? [];
    expect(lines[0]).toBe('image,class,h_x,h_y,z_x,z_y,hue,scale,texture,selected');
    expect(lines).toHaveLength(601);
    expect(lines[8]).toMatch(/^test\/7,star,-?[\d.]+,-?[\d.]+,-?[\d.]+,-?[\d.]+,[\d.]+,0\.\d+,\w+,0$/);
    const [all, some] = await posted('exportMatrix');
    expect(all).toEqual({ type: 'exportMatrix', step: 1200, space: 'h', ids: [] });
    expect([some?.space, some?.ids.length]).toEqual(['z', 60]);
  });

  it('says what to do without embeddings, and shows them once they are computed', async () => {
    await open('scenario=checkpointOnly&theme=light', 500);
    await page.getByText('No embeddings yet').waitFor();
    expect(await page.locator('.empty').innerText()).toContain('step 1,200 · epoch 12');
    await page.getByRole('button', { name: 'Compute embeddings' }).click();
    await shown();
    expect(await posted('compute')).toEqual([{ type: 'compute', step: 1200 }]);
    expect(await page.locator('.empty').isVisible()).toBe(false);
  });

  it('computes those of a checkpoint that was chosen in the tree, and can be told to stop', async () => {
    await open('scenario=checkpointOnly&show=800&slow=1');
    const busy = page.locator('.busy:not([hidden])');
    await expect.poll(() => busy.innerText()).toContain('Embedding 120 of 300');
    expect(await posted('compute')).toEqual([{ type: 'compute', step: 800 }]);
    await busy.getByRole('button', { name: 'Cancel' }).click();
    await busy.waitFor({ state: 'hidden' });
    expect(await posted('cancel')).toHaveLength(1);
  });

  it.each([
    ['nothing', 'neither embeddings nor a checkpoint'],
    ['untrusted', 'trust this workspace first'],
  ])('says why there is nothing to compute: %s', async (scenario, reason) => {
    await open(`scenario=${scenario}`, 500, 500);
    await expect.poll(() => page.locator('.empty').innerText()).toContain(reason);
    expect(await page.getByRole('button', { name: 'Compute embeddings' }).isVisible()).toBe(false);
  });

  it('shows images without classes by their clusters', async () => {
    await open('scenario=unlabelled');
    await shown();
    await expect.poll(() => page.locator('.legend').innerText()).toContain('cluster 1');
    await drag(plot(0), everything);
    await expect.poll(selectedCount).toBe(200);
    expect(await page.getByRole('button', { name: 'Judge each image' }).isVisible()).toBe(false);
  });

  it('says what went wrong, and that a run is gone', async () => {
    await open('scenario=finished');
    await shown();
    await page.evaluate(() =>
      window.embeddings.send({
        type: 'failed',
        what: 'thumbnails',
        step: null,
        message: 'photos is gone: put it back.',
      }),
    );
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('photos is gone: put it back.');
    await page.evaluate(() => window.embeddings.send({ type: 'gone', message: 'The run folder is gone.' }));
    await expect.poll(() => page.getByRole('alert').innerText()).toBe('The run folder is gone.');
    expect(await page.locator('.comparison').isVisible()).toBe(false);
  });

  it('comes back after a reload at the step and with the colours that were chosen', async () => {
    await open('scenario=finished');
    await shown();
    await page.getByRole('slider', { name: 'Checkpoint' }).focus();
    await page.keyboard.press('ArrowLeft');
    await choose('Colour by', 'texture');
    await page.reload();
    await expect.poll(() => page.locator('.head').innerText()).toContain('step 800');
    await expect.poll(() => page.locator('.legend').innerText()).toContain('stripes');
    expect(await page.evaluate(() => window.embeddings.state)).toMatchObject({
      folder: '/runs/shapes',
      step: 800,
    });
  });

  it.each([
    ['dark', 1300],
    ['light', 500],
    ['contrast', 900],
    ['contrast-light', 500],
  ])('fits into the panel: %s, %i px', async (theme, width) => {
    await open(`scenario=finished&theme=${theme}`, width, 1600);
    await shown();
    await page.locator('.legend-name').first().click();
    await page.locator('.pictures .thumb.is-there').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('follows the theme', async () => {
    await open('scenario=finished&theme=dark');
    await shown();
    const dark = await pixels(0);
    await page.evaluate(() => window.embeddings.setTheme('light'));
    await expect.poll(() => pixels(0)).not.toBe(dark);
  });
});
