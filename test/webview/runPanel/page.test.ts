import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromRunPanel } from '../../../extension/runPanel/messages';
import type { HarnessPage } from '../harness/harnessPage';
import { scenarios, viewOf } from '../harness/scenarios';
import { themes } from '../harness/themes';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the page of a run', () => {
  const panelPage = usePanelPage('runPanel', 'test/webview/harness/page.ts');
  let panel: HarnessPage;

  const open = async (parameters: string, width = 1300, height = 900) => {
    panel = await panelPage.open(parameters, width, height);
    await panel.settled();
    return panel.page;
  };
  const last = async <Type extends FromRunPanel['type']>(type: Type) => {
    const messages = (await panel.posted<FromRunPanel>()).filter((message) => message.type === type);
    return messages.at(-1) as Extract<FromRunPanel, { type: Type }> | undefined;
  };

  it('says that it is ready before anything is sent to it', async () => {
    await open('scenario=loading');
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
  });

  it('shows a run in training', async () => {
    const page = await open('scenario=training');
    await expect(page.getByRole('heading', { level: 1 }).innerText()).resolves.toBe('quick-shapes');
    const head = await page.locator('.head').innerText();
    for (const text of ['Training', 'epoch 12/18', '62 %', '1,243 views/s', '57 s left', 'cpu · 2 threads']) {
      expect(head).toContain(text);
    }
    expect(await panel.legend('Linear probe')).toMatch(/h\s+\d\d\.\d %\s+z\s+\d\d\.\d %\s+kNN\s+\d\d\.\d %/);
    expect(await page.locator('.legend-references').allInnerTexts()).toContain(
      'chance 10.0 %\nuntrained 25.5 %',
    );
    expect(await page.locator('.pair img').first().getAttribute('alt')).toMatch(
      /^First view of arrow, train\//,
    );
  });

  // Themes and widths in turn, so that all of them meet all kinds of states.
  const cases = Object.keys(scenarios).map((scenario, index) => ({
    scenario,
    theme: Object.keys(themes)[index % 4] ?? 'dark',
    width: index % 2 === 0 ? 1300 : 500,
  }));
  it.each(cases)('is never blank without a reason: $scenario, $theme, $width px', async (shown) => {
    const page = await open(`scenario=${shown.scenario}&theme=${shown.theme}`, shown.width, 3000);
    for (const plot of await page.locator('.content:not([hidden]) .plot').all()) {
      const reason = await plot.locator('.chart-empty').textContent();
      const isEmpty = await plot.evaluate((node) => node.classList.contains('is-empty'));
      expect(reason !== '').toBe(isEmpty);
    }
    // Nothing sticks out to the right.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('changes values in place, and moves nothing', async () => {
    const page = await open('scenario=training');
    const value = await page.locator('.legend-value').first().elementHandle();
    const places = () =>
      page.locator('.chart, .fact, .pair, .part, .head-actions').evaluateAll((nodes) =>
        nodes.map((node) => {
          const { x, y, width, height } = node.getBoundingClientRect();
          return [x, y, width, height].map(Math.round);
        }),
      );
    const [before, text] = [await places(), await value?.innerText()];
    await page.evaluate(() => window.harness.advance(10));
    await panel.settled();
    expect(await value?.innerText()).not.toBe(text);
    expect(await page.locator('.facts').innerText()).toContain('1,244 views/s');
    expect(await places()).toEqual(before);
  });

  it('draws new points', async () => {
    const page = await open('scenario=training&smoothing=0');
    const drawing = () =>
      page
        .locator('canvas')
        .first()
        .evaluate((node) => (node as HTMLCanvasElement).toDataURL());
    const before = await drawing();
    await page.evaluate(() => window.harness.advance(10));
    await panel.settled();
    expect(await drawing()).not.toBe(before);
  });

  it('draws a run that was watched from its first step like one that is opened later', async () => {
    const drawings = (page: Page) =>
      page
        .locator('canvas')
        .evaluateAll((nodes) => nodes.slice(0, 5).map((node) => (node as HTMLCanvasElement).toDataURL()));
    const opened = await drawings(await open('scenario=training&smoothing=0'));
    const page = await open('scenario=starting&smoothing=0');
    for (const steps of [1, 2, 97, 340]) {
      await page.evaluate((more) => window.harness.advance(more), steps);
      await panel.settled();
    }
    expect(await drawings(page)).toEqual(opened);
  });

  it('switches an axis to a logarithmic one, for all panels', async () => {
    await open('scenario=training');
    await panel.choose('Loss', 'Logarithmic y axis');
    expect((await last('settings'))?.settings).toMatchObject({ logarithmic: ['loss'] });
    await panel.choose('Loss', 'Export as SVG');
    expect((await last('export'))?.data).toContain('NT-Xent loss (logarithmic)');
    await panel.choose('Loss', 'Logarithmic y axis');
    expect((await last('settings'))?.settings).toMatchObject({ logarithmic: [] });
  });

  it('does not offer a logarithmic axis for values below zero', async () => {
    const page = await open('scenario=training');
    await panel.choose('Alignment, uniformity', 'Logarithmic y axis');
    expect(await last('settings')).toBeUndefined();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Alignment, uniformity: axis, table, export',
    );
  });

  it('follows the settings of other panels', async () => {
    const page = await open('scenario=training');
    await page.evaluate(() =>
      window.harness.send({
        type: 'settings',
        settings: { smoothing: 0.9, xAxis: 'time', logarithmic: [], tables: ['probe'] },
      }),
    );
    await panel.settled();
    expect(await page.getByRole('slider', { name: 'Smoothing' }).getAttribute('aria-valuetext')).toBe(
      '0.900',
    );
    expect(await page.locator('vscode-dropdown .selected-value').innerText()).toBe('time');
    expect(await page.getByRole('table', { name: /^Linear probe/ }).isVisible()).toBe(true);
    expect(await last('settings')).toBeUndefined();
  });

  it('smooths, and shows the raw value beside', async () => {
    const page = await open('scenario=training&smoothing=0');
    expect(await panel.legend('Loss')).toMatch(/^NT-Xent loss\s+\d\.\d\d\s+contrastive/);
    const slider = page.getByRole('slider', { name: 'Smoothing' });
    await slider.press('End');
    await expect.poll(async () => (await last('settings'))?.settings.smoothing).toBe(0.999);
    await panel.settled();
    expect(await panel.legend('Loss')).toMatch(/^NT-Xent loss\s+\d\.\d\d\s+raw\s+\d\.\d\d\s+contrastive/);
  });

  it('has a table beside each chart, shown or not', async () => {
    const page = await open('scenario=long');
    const table = page.getByRole('table', { name: /^Loss/ });
    await expect.poll(() => table.locator('tbody tr').count(), { timeout: 20_000 }).toBeGreaterThan(30);
    expect(await table.locator('tbody tr').count()).toBeLessThanOrEqual(102);
    expect(await table.locator('caption').innerText()).toMatch(/^Loss: \d+ of [\d,]+ points/);
    expect(await table.locator('thead th').allInnerTexts()).toContain('NT-Xent loss, smoothed');
    expect(await table.locator('tbody tr').last().locator('th').innerText()).toMatch(/^(59,9|60,0)/);
    const box = () => table.evaluate((node) => node.parentElement?.getBoundingClientRect().height ?? 0);
    expect(await box()).toBeLessThanOrEqual(1);
    await panel.choose('Loss', 'Table');
    expect(await box()).toBeGreaterThan(100);
  });

  it('keeps every table up to date while points keep coming', async () => {
    const page = await open('scenario=training&stream=10');
    const captions = page.locator('.chart-table caption');
    const stale = await captions.allTextContents();
    expect(stale.length).toBeGreaterThan(6);
    for (const [index, text] of stale.entries()) {
      await expect
        .poll(() => captions.nth(index).textContent(), { timeout: 30_000, message: text })
        .not.toBe(text);
    }
  });

  it('reads values at the pointer, on all charts', async () => {
    const page = await open('scenario=training');
    const latest = await panel.legend('Linear probe');
    const box = await page.getByRole('application', { name: 'Loss' }).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 250, (box?.y ?? 0) + 60);
    await panel.settled();
    expect(await page.locator('.cursor-layer:not([hidden])').count()).toBe(8);
    expect(await page.locator('.toolbar-place').innerText()).toMatch(/^epoch [\d.]+ · step \d+ · \d+ s$/);
    expect(await panel.legend('Linear probe')).not.toBe(latest);
    await page.mouse.move(5, 5);
    await panel.settled();
    expect(await page.locator('.cursor-layer:not([hidden])').count()).toBe(0);
    expect(await panel.legend('Linear probe')).toBe(latest);
  });

  it('reads values by keyboard, aloud', async () => {
    const page = await open('scenario=training');
    const chart = page.getByRole('application', { name: 'Linear probe' });
    await chart.press('Home');
    const said = page.locator('[aria-live=polite]');
    expect(await said.innerText()).toMatch(
      /^epoch 1 · step 39 · 9 s: h \d\d\.\d %; z \d\d\.\d %; kNN \d\d\.\d %$/,
    );
    await chart.press('ArrowRight');
    expect(await said.innerText()).toMatch(/^epoch 2 /);
    expect(await page.locator('.cursor-layer:not([hidden])').count()).toBe(8);
    await chart.press('Escape');
    expect(await page.locator('.cursor-layer:not([hidden])').count()).toBe(0);
  });

  it('hides and shows lines, and remembers which, with what is folded and the place', async () => {
    const page = await open('scenario=training');
    const kNN = page.getByRole('button', { name: /^kNN/ });
    await kNN.press('Enter');
    expect(await kNN.getAttribute('aria-pressed')).toBe('false');
    await page.locator('.part-environment > summary').press('Enter');
    await page.evaluate(() => window.scrollTo(0, 400));
    await expect
      .poll(() => page.evaluate(() => window.harness.state))
      .toEqual({
        folder: viewOf('training').folder,
        open: { environment: false },
        hiddenLines: ['probe/knn.h'],
        scroll: 400,
      });
    await page.reload();
    await panel.settled();
    expect(await kNN.getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('.part-environment').getAttribute('open')).toBeNull();
    expect(await page.locator('.part-log').getAttribute('open')).not.toBeNull();
    expect(await page.evaluate(() => window.scrollY)).toBe(400);
  });

  it('asks for what its buttons say', async () => {
    const page = await open('scenario=training');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Checkpoint', exact: true }).click();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate with changes…' }).click();
    await page.getByRole('button', { name: 'New sample' }).click();
    await page.getByRole('button', { name: 'step 312 epoch 8 best' }).click();
    expect((await panel.posted()).slice(1)).toEqual([
      { type: 'action', action: 'pause' },
      { type: 'action', action: 'stop' },
      { type: 'action', action: 'checkpoint' },
      { type: 'action', action: 'duplicate' },
      { type: 'newPairs', count: 8 },
      { type: 'openCheckpoint', step: 312 },
    ]);
  });

  it('keeps the focus and the place of a button that turns into another', async () => {
    const page = await open('scenario=training');
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.evaluate((view) => window.harness.send({ type: 'view', view }), viewOf('paused'));
    await panel.settled();
    await page.keyboard.press('Enter');
    expect(await last('action')).toEqual({ type: 'action', action: 'resume' });
  });

  it('leaves a button in its place that cannot be pressed now', async () => {
    const page = await open('scenario=failed');
    const stop = page.locator('vscode-button', { hasText: 'Stop' });
    expect(await stop.getAttribute('disabled')).not.toBeNull();
    await page.getByRole('alert').first().getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('alert').first().getByRole('button', { name: 'Show log' }).click();
    expect((await panel.posted()).slice(1)).toEqual([
      { type: 'action', action: 'resume' },
      { type: 'action', action: 'openLog' },
    ]);
  });

  it('saves a chart as PNG, SVG and CSV', async () => {
    const page = await open('scenario=training');
    await panel.choose('Linear probe', 'Export as PNG');
    await expect.poll(async () => (await last('export'))?.format).toBe('png');
    const png = Buffer.from((await last('export'))?.data ?? '', 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1600, 960]);
    await panel.choose('Linear probe', 'Export as SVG');
    const svg = (await last('export'))?.data ?? '';
    const errors = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror').length,
      svg,
    );
    expect(errors).toBe(0);
    for (const text of ['quick-shapes: Linear probe', '>epoch<', '>accuracy<', '>chance 10.0 %<']) {
      expect(svg).toContain(text);
    }
    await panel.choose('Linear probe', 'Export as CSV');
    expect(await last('export')).toEqual({
      type: 'export',
      chart: 'probe',
      format: 'csv',
      keys: ['probe.h', 'probe.z', 'knn.h'],
      data: '',
    });
  });

  it('shows names and configuration as text, whatever they contain', async () => {
    const page = await open('scenario=training');
    const trap = '<img src=x onerror="window.trapped = true"><b>name</b>';
    await page.evaluate(
      (view) => window.harness.send({ type: 'view', view }),
      viewOf('failed', {
        title: trap,
        reason: trap,
        finding: trap,
        configText: trap,
        logTail: [trap],
        warnings: [{ kind: 'data', message: trap }],
        differences: [{ path: trap, a: trap, b: trap }],
        environment: [{ name: trap, value: trap }],
      }),
    );
    await panel.settled();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(trap);
    expect(await page.locator('b, img[src=x]').count()).toBe(0);
    expect(await page.evaluate(() => 'trapped' in window)).toBe(false);
  });

  it('takes over another theme', async () => {
    const page = await open('scenario=training&theme=dark');
    const color = () =>
      page
        .locator('.swatch')
        .first()
        .evaluate((node) => getComputedStyle(node).color);
    const before = await color();
    await page.evaluate(() => window.harness.setTheme('light'));
    await expect.poll(color).not.toBe(before);
  });

  it('says so when the run is gone, and shows it again when it is back', async () => {
    const page = await open('scenario=training');
    await page.evaluate(() => window.harness.send({ type: 'gone', message: 'The run folder is gone.' }));
    await panel.settled();
    expect(await page.getByRole('alert').innerText()).toContain('The run folder is gone.');
    expect(await page.locator('div.content').isVisible()).toBe(false);
    await page.evaluate((view) => window.harness.send({ type: 'view', view }), viewOf('training'));
    await panel.settled();
    expect(await page.locator('div.content').isVisible()).toBe(true);
    expect(await page.getByText('The run folder is gone.').isVisible()).toBe(false);
  });
});
