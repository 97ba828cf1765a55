import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FromComparePanel } from '../../../extension/comparePanel/messages';
// For the type of `window.compareHarness` alone.
import type {} from '../harness/comparePage';
import { compareScenarios } from '../harness/compareScenarios';
import type { HarnessPage } from '../harness/harnessPage';
import { themes } from '../harness/themes';
import { program, usePanelPage } from '../harness/usePanelPage';

/** Other work may hold the machine up. */
const patient = { timeout: 20_000 };

describe.skipIf(program === null)('the page that compares runs', () => {
  const panelPage = usePanelPage('comparePanel', 'test/webview/harness/comparePage.ts');
  let panel: HarnessPage;

  const open = async (parameters: string, width = 1200, height = 1700) => {
    panel = await panelPage.open(parameters, width, height);
    await panel.settled();
    return panel.page;
  };
  const posted = (page: Page): Promise<FromComparePanel[]> =>
    page.evaluate(() => window.compareHarness.posted);
  const last = async <Type extends FromComparePanel['type']>(page: Page, type: Type) => {
    const messages = (await posted(page)).filter((message) => message.type === type);
    return messages.at(-1) as Extract<FromComparePanel, { type: Type }> | undefined;
  };
  const names = (page: Page) => page.locator('.run-table tbody .run-title').allInnerTexts();
  const headings = (page: Page) =>
    page
      .locator('.run-table thead tr:last-child th')
      .evaluateAll((heads) => heads.map((head) => head.textContent));
  const cells = async (page: Page, column: string) => {
    const at = (await headings(page)).indexOf(column);
    const texts = await page.locator(`.run-table tbody tr > :nth-child(${at + 1})`).allInnerTexts();
    return texts.map((text) => text.trim());
  };
  const lineColors = (page: Page) =>
    page
      .locator('.run-table tbody tr')
      .evaluateAll((rows) =>
        Object.fromEntries(
          rows.map((row) => [
            row.querySelector('.run-title')?.textContent,
            getComputedStyle(row.querySelector('.swatch') ?? row).color,
          ]),
        ),
      );
  const drawing = (page: Page, chart: string) =>
    page
      .getByRole('region', { name: chart, exact: true })
      .locator('canvas')
      .evaluate((node) => (node as HTMLCanvasElement).toDataURL());

  // Themes and widths in turn, so that all of them meet all kinds of states.
  const cases = Object.keys(compareScenarios).map((scenario, index) => ({
    scenario,
    theme: Object.keys(themes)[index % 4] ?? 'dark',
    width: index % 2 === 0 ? 1200 : 500,
  }));
  it.each(cases)('is never blank without a reason: $scenario, $theme, $width px', async (shown) => {
    const page = await open(`scenario=${shown.scenario}&theme=${shown.theme}`, shown.width, 3000);
    if (shown.scenario === 'loading') {
      // It appears after a moment, for most pages are there before anybody would want to know that they load.
      await page.locator('.loading').waitFor({ state: 'visible' });
      return;
    }
    await page.locator('.run-table').waitFor();
    await panel.settled();
    for (const plot of await page.locator('.plot').all()) {
      const reason = await plot.locator('.chart-empty').textContent();
      const isEmpty = await plot.evaluate((node) => node.classList.contains('is-empty'));
      expect(reason !== '').toBe(isEmpty);
    }
    const points = await page.locator('.scatter-point').count();
    expect((await page.locator('.scatter-empty').innerText()) === '').toBe(points > 0);
    // Nothing sticks out to the right; the table scrolls within its box.
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
  });

  it('shows a row a run with the fields that differ, and all fields on request', async () => {
    const page = await open('scenario=four');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('4 runs');
    expect(await names(page)).toEqual(['tau-0.1', 'tau-0.2', 'tau-0.5', 'tau-1']);
    expect(await cells(page, 'loss.temperature')).toEqual(['0.1', '0.2', '0.5', '1\u2008\u2007'.trim()]);
    expect(await cells(page, 'batchSize')).toEqual(['128', '128', '256', '128']);
    expect(await cells(page, 'state')).toEqual(['Finished', 'Finished', 'Finished', 'Training']);
    expect(await cells(page, 'linear h')).toEqual(['54.5 %', '61.2 %', '58.7 %', '']);
    expect(await headings(page)).not.toContain('optimizer.momentum');
    await page.getByLabel('All columns').check();
    expect(await headings(page)).toContain('optimizer.momentum');
  });

  it('sorts by a click and by keyboard, the best first, and says so to a screen reader', async () => {
    const page = await open('scenario=four');
    const column = page.getByRole('columnheader', { name: 'linear h' }).first();
    await column.getByRole('button').click();
    expect(await names(page)).toEqual(['tau-0.2', 'tau-0.5', 'tau-0.1', 'tau-1']);
    expect(await column.getAttribute('aria-sort')).toBe('descending');
    await column.getByRole('button').press('Enter');
    expect(await names(page)).toEqual(['tau-0.1', 'tau-0.5', 'tau-0.2', 'tau-1']);
    await column.getByRole('button').press('Enter');
    expect(await names(page)).toEqual(['tau-0.1', 'tau-0.2', 'tau-0.5', 'tau-1']);
    expect(await column.getAttribute('aria-sort')).toBe('none');
  });

  it('filters rows, curves and points, and says what it did not understand', async () => {
    const page = await open('scenario=four');
    const before = await drawing(page, 'Loss');
    const filter = page.getByLabel('Filter runs');
    await filter.fill('batchSize<200 tau');
    await panel.settled();
    expect(await names(page)).toEqual(['tau-0.1', 'tau-0.2', 'tau-1']);
    expect(await page.locator('.run-legend button').count()).toBe(3);
    expect(await page.locator('.scatter-point').count()).toBe(3);
    expect(await drawing(page, 'Loss')).not.toBe(before);
    expect(await page.locator('.compare-head').innerText()).toContain('3 shown');
    await filter.fill('batch<200');
    expect(await page.getByRole('alert').innerText()).toContain('no column "batch"');
    expect(await names(page)).toHaveLength(4);
    await filter.press('Escape');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('hides a run everywhere, from the legend and from the table, and remembers it', async () => {
    const page = await open('scenario=four');
    const all = await drawing(page, 'Linear probe h');
    const entry = page.locator('.run-legend').getByRole('button', { name: 'tau-0.2' });
    await entry.press('Enter');
    await panel.settled();
    expect(await entry.getAttribute('aria-pressed')).toBe('false');
    expect(await drawing(page, 'Linear probe h')).not.toBe(all);
    expect(await page.locator('.scatter-point').count()).toBe(3);
    await page.reload();
    await page.locator('.run-table').waitFor();
    await panel.settled();
    const toggle = page.getByRole('button', { name: 'Hide or show tau-0.2', exact: true }).first();
    expect(await toggle.getAttribute('aria-pressed')).toBe('false');
    await toggle.click();
    await panel.settled();
    expect(await page.locator('.scatter-point').count()).toBe(4);
  });

  it('keeps the colour of each run, whatever is added, removed, sorted or filtered, and over a reload', async () => {
    const page = await open('scenario=four');
    const colors = await lineColors(page);
    expect(new Set(Object.values(colors)).size).toBe(4);
    await page.getByRole('button', { name: 'Take tau-0.1 out of the comparison' }).click();
    await expect.poll(() => names(page), patient).toEqual(['tau-0.2', 'tau-0.5', 'tau-1']);
    const { 'tau-0.1': gone, ...rest } = colors;
    expect(await lineColors(page)).toEqual(rest);
    await page.evaluate(() => window.compareHarness.choose([3, 2, 1, 0]));
    await expect.poll(() => names(page), patient).toHaveLength(4);
    await page.getByRole('columnheader', { name: 'batchSize' }).getByRole('button').click();
    expect(await lineColors(page)).toEqual({ ...rest, 'tau-0.1': gone });
    await page.reload();
    await page.locator('.run-table').waitFor();
    expect(await lineColors(page)).toEqual(colors);
  });

  it('reads the values of all runs at the pointer, the nearest marked', async () => {
    const page = await open('scenario=four');
    const plot = page.getByRole('application', { name: 'Linear probe h' });
    const box = await plot.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 250, (box?.y ?? 0) + 60);
    await panel.settled();
    const readout = plot.locator('.readout');
    expect(await readout.locator('.reading').count()).toBe(4);
    const values = (await readout.locator('.reading-value').allInnerTexts()).map(parseFloat);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(await readout.locator('.nearest').count()).toBe(1);
    expect(await page.locator('.cursor-layer:not([hidden])').count()).toBeGreaterThan(4);
    expect(await page.locator('.toolbar-place').innerText()).toMatch(/^epoch \d/);
    // Behind the end of the run that is at work there is nothing to read of it.
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 20, (box?.y ?? 0) + 60);
    await panel.settled();
    expect(await readout.innerText()).not.toContain('tau-1');
  });

  it('reads values by keyboard, aloud', async () => {
    const page = await open('scenario=four');
    await page.getByRole('application', { name: 'Linear probe h' }).press('Home');
    const said = page.locator('[aria-live=polite]');
    expect(await said.innerText()).toMatch(/^epoch 1: tau-0\.1 \d\d\.\d %; tau-0\.2 .*; tau-1 \d\d\.\d %$/);
  });

  it('draws by step, epoch and time, smooths, and remembers how', async () => {
    const page = await open('scenario=four');
    const byEpoch = await drawing(page, 'Loss');
    await page.locator('vscode-dropdown').click();
    await page.locator('vscode-option', { hasText: 'step' }).click();
    await panel.settled();
    expect(await drawing(page, 'Loss')).not.toBe(byEpoch);
    expect(await headings(page)).toContain('best at step');
    await page.getByRole('slider', { name: 'Smoothing' }).press('End');
    await expect.poll(async () => (await last(page, 'smoothing'))?.smoothing, patient).toBe(0.999);
    await page.reload();
    await page.locator('.run-table').waitFor();
    expect(await page.locator('vscode-dropdown .selected-value').innerText()).toBe('step');
    expect((await posted(page))[0]).toEqual({ type: 'ready', smoothing: 0.999 });
  });

  it('goes on as points come', async () => {
    const page = await open('scenario=four');
    const before = await drawing(page, 'Loss');
    const [, , , steps] = await cells(page, 'steps');
    await page.evaluate(() => window.compareHarness.advance(40));
    await expect.poll(async () => (await cells(page, 'steps'))[3], patient).not.toBe(steps);
    await panel.settled();
    expect(await drawing(page, 'Loss')).not.toBe(before);
  });

  it('puts any field against any metric, with logarithmic axes', async () => {
    const page = await open('scenario=four');
    const point = page.getByRole('img', { name: /^tau-0\.5: / });
    expect(await point.getAttribute('aria-label')).toMatch(
      /^tau-0\.5: loss\.temperature 0\.5, Linear probe h, best \d\d\.\d %$/,
    );
    await page.getByLabel('y axis of the scatter plot').selectOption('Loss, best');
    await page.getByLabel('x axis of the scatter plot').selectOption('augment.transforms');
    expect(await point.getAttribute('aria-label')).toMatch(
      /^tau-0\.5: augment\.transforms crop, color, Loss, best \d\.\d{3}$/,
    );
    expect(await page.getByLabel('log x').isDisabled()).toBe(true);
    await page.getByLabel('x axis of the scatter plot').selectOption('loss.temperature');
    const linear = await point.getAttribute('d');
    await page.getByLabel('log x').check();
    expect(await point.getAttribute('d')).not.toBe(linear);
    expect(await page.locator('.scatter-title').allTextContents()).toContain(
      'loss.temperature (logarithmic)',
    );
    await page.getByLabel('x axis of the scatter plot').selectOption('optimizer.momentum');
    expect(await page.locator('.scatter-empty').innerText()).toBe(
      'All 4 runs have optimizer.momentum 0.9: choose an x that differs.',
    );
  });

  it('goes from point to point by keyboard, and names them', async () => {
    const page = await open('scenario=four');
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.split(':')[0]);
    await page.locator('.scatter-point[tabindex="0"]').focus();
    await page.keyboard.press('Home');
    expect(await focused()).toBe('tau-0.1');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('tau-0.2');
    expect(await page.locator('.scatter-plot .readout').innerText()).toContain('tau-0.2');
    await page.keyboard.press('End');
    expect(await focused()).toBe('tau-1');
  });

  it('shows in what two configurations differ, chosen in the table or beside', async () => {
    const page = await open('scenario=four');
    await page.getByLabel('Compare the configuration of tau-0.1').check();
    await page.getByLabel('Compare the configuration of tau-0.5').check();
    const table = page.locator('.part-differences .data-table');
    expect(await table.locator('tbody tr').allInnerTexts()).toContain('loss.temperature\t0.1\t0.5');
    await page.getByRole('button', { name: 'Open in the editor' }).click();
    const diff = await last(page, 'diff');
    expect([diff?.a, diff?.b].map((folder) => folder?.replace(/^.*_/, ''))).toEqual(['tau-0.1', 'tau-0.5']);
    // A third takes the place of the first.
    await page.getByLabel('Compare the configuration of tau-1', { exact: true }).check();
    expect(await page.getByLabel('Compare the configuration of tau-0.1').isChecked()).toBe(false);
    await page.getByLabel('Second run').selectOption('tau-0.2');
    expect(await page.getByLabel('Compare the configuration of tau-0.2').isChecked()).toBe(true);
  });

  it('exports exactly what the table shows, and copies it', async () => {
    const page = await open('scenario=four');
    await page.getByRole('columnheader', { name: 'batchSize' }).getByRole('button').click();
    await page.getByLabel('Filter runs').fill('tau-0');
    await page.getByRole('button', { name: 'Export CSV…' }).click();
    const csv = (await last(page, 'export'))?.data ?? '';
    const [head = '', ...lines] = csv.trimEnd().split('\n');
    expect(lines.map((line) => line.split(',')[0])).toEqual(['tau-0.1', 'tau-0.2', 'tau-0.5']);
    expect(head.split(',')).toHaveLength((await headings(page)).length + 1);
    expect(head).toMatch(/^run,folder,state,steps,time,final\.linearH,/);
    await page.getByRole('button', { name: 'Copy' }).click();
    expect((await last(page, 'copy'))?.text.split('\n')[0]).toBe(head.replaceAll(',', '\t'));
  });

  it('saves a chart with a legend of the runs that it shows, and the points of those', async () => {
    const page = await open('scenario=four');
    await page.locator('.run-legend').getByRole('button', { name: 'tau-1' }).click();
    await panel.choose('Loss', 'Export as SVG');
    const svg = (await last(page, 'export'))?.data ?? '';
    for (const text of ['3 runs: Loss', '>tau-0.2<', '>epoch<']) expect(svg).toContain(text);
    expect(svg).not.toContain('>tau-1<');
    await panel.choose('Loss', 'Export as CSV');
    const request = await last(page, 'exportMetric');
    expect(request?.metric).toBe('loss');
    expect(request?.folders).toHaveLength(3);
  });

  it('asks for what its buttons say', async () => {
    const page = await open('scenario=missing');
    await page.getByRole('button', { name: 'Add runs…' }).click();
    expect(await last(page, 'add')).toEqual({ type: 'add' });
    await page.locator('.run-table').getByRole('button', { name: 'tau-0.1', exact: true }).click();
    expect((await last(page, 'open'))?.folder).toMatch(/_tau-0\.1$/);
    expect(await page.locator('.row-missing:visible').innerText()).toMatch(
      /is gone: it was moved or deleted/,
    );
    await page.getByRole('button', { name: /^Take .*_deleted out/ }).click();
    expect((await last(page, 'remove'))?.folder).toMatch(/_deleted$/);
    await expect.poll(() => names(page), patient).toHaveLength(2);
  });

  it('shows names as text, whatever they contain', async () => {
    const page = await open('scenario=four');
    const trap = '<img src=x onerror="window.trapped = true"><b>name</b>';
    const { folders } = await page.evaluate(
      () => window.compareHarness.state as { readonly folders: readonly string[] },
    );
    await page.evaluate(
      ({ folder, title }) => {
        window.compareHarness.send({ type: 'missing', folder, id: title, message: title });
      },
      { folder: folders[0] ?? '', title: trap },
    );
    await expect.poll(() => page.locator('.row-missing:visible').allInnerTexts(), patient).toEqual([trap]);
    expect(await page.locator('b, img[src=x]').count()).toBe(0);
    expect(await page.evaluate(() => 'trapped' in window)).toBe(false);
  });

  it('takes over another theme; in high contrast runs differ in shape too', async () => {
    const page = await open('scenario=four&theme=dark');
    const dashes = () =>
      page
        .locator('.run-legend .swatch path:first-child')
        .evaluateAll((paths) => paths.map((path) => path.getAttribute('stroke-dasharray') ?? ''));
    const colors = await lineColors(page);
    expect(new Set(await dashes()).size).toBe(1);
    await page.evaluate(() => window.compareHarness.setTheme('light'));
    await expect.poll(() => lineColors(page), patient).not.toEqual(colors);
    await page.evaluate(() => window.compareHarness.setTheme('contrast'));
    await expect.poll(async () => new Set(await dashes()).size, patient).toBe(4);
  });
});
