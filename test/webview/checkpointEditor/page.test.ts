import { describe, expect, it } from 'vitest';
import type { HarnessPage } from '../harness/harnessPage';
import { themes } from '../harness/themes';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the page of a checkpoint', () => {
  const panelPage = usePanelPage('checkpointEditor', 'test/webview/checkpointEditor/editor.ts');
  let panel: HarnessPage;

  const open = async (parameters: string, width = 1300, height = 1000) => {
    panel = await panelPage.open(parameters, width, height);
    await panel.settled();
    return panel.page;
  };
  const rows = () => panel.page.locator('.tree-rows .tree-row');
  const current = () => panel.page.locator('.tree-row.current .tree-name').innerText();

  const cases = [
    ...Object.keys(themes).map((theme) => ({ file: 'run', theme, width: 1300 })),
    ...[
      { file: 'run', theme: 'dark', width: 800 },
      { file: 'run', theme: 'light', width: 480 },
      { file: 'other', theme: 'light', width: 1300 },
      { file: 'empty', theme: 'dark', width: 800 },
    ],
  ];
  it.each(cases)('is whole: $file, $theme, $width px', async ({ file, theme, width }) => {
    const page = await open(`file=${file}&theme=${theme}`, width);
    const text = (await page.locator('body').innerText()).replaceAll(/\d+ NaN|with NaN/g, '');
    expect(text).not.toMatch(/NaN|undefined|null/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });

  it('shows a tensor’s numbers, and names are text', async () => {
    const page = await open('file=run');
    expect(await page.locator('.tree b').count()).toBe(0);
    const row = rows().filter({ hasText: 'conv1.weight' }).first();
    expect((await row.innerText()).split('\n').slice(0, 8)).toEqual([
      ...['conv1.weight', '3 × 3 × 3 × 16', 'F32', '432', '1.25', '−0.410', '0.390', '1.2e−4'],
    ]);
    await row.click();
    expect(await page.locator('.detail h3').innerText()).toBe('encoder.conv1.weight');
    await panel.settled();
    expect(await page.locator('.detail').innerText()).toContain('Norms of its 16 output channels');
    expect(await page.getByRole('img', { name: /from 0 to 3\.000$/ }).count()).toBe(1);
    expect(await panel.posted()).toContainEqual({ type: 'channels', index: 0 });
  });

  it('is gone through by the keyboard', async () => {
    const page = await open('file=run');
    const tree = page.getByRole('treegrid');
    await tree.focus();
    for (const [key, name] of [
      ['ArrowDown', 'encoder'],
      ['ArrowRight', 'conv1.weight'],
      ['ArrowDown', 'bn1.weight'],
      ['ArrowLeft', 'encoder'],
      ['End', 'optimizer.encoder.conv1.weight'],
      ['Home', 'encoder'],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await current()]).toEqual([key, name]);
    }
    const before = await rows().count();
    await page.keyboard.press('ArrowLeft');
    expect(await rows().first().getAttribute('aria-expanded')).toBe('false');
    expect(await rows().count()).toBeLessThan(before);
    const active = await tree.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active ?? ''}`).innerText()).toContain('encoder');
  });

  it('finds tensors by name, from Ctrl+F on', async () => {
    const page = await open('file=run');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('BN1');
    expect(await page.locator('.tensors-head .quiet').innerText()).toBe('3 of 9');
    expect((await rows().allInnerTexts()).filter((text) => text.includes('F32'))).toHaveLength(3);
    await page.getByRole('searchbox').fill('no such');
    expect(await page.locator('.tree').innerText()).toContain('No tensor has that in its name.');
  });

  it('points out what is broken, and leads there', async () => {
    const page = await open('file=run');
    const notices = await page.locator('.flaws .notice').allInnerTexts();
    expect(notices.join('\n')).toContain('1 tensor with NaN or infinite numbers: head.0.weight (3 NaN).');
    expect(notices.join('\n')).toContain('encoder.layer1.0.conv1.weight (2 of 16 channels dead)');
    await page.getByRole('button', { name: /^head\.0/ }).press('Enter');
    expect(await page.locator('.detail h3').innerText()).toBe('head.0.weight');
  });

  it('draws what moved, the most first: of the networks, until other parts are wanted', async () => {
    const page = await open('file=run');
    await page.getByRole('button', { name: 'With a file…' }).press('Enter');
    await panel.settled();
    const texts = async () =>
      (await page.locator('.moves tbody tr').allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' '));
    const networks = [
      'head.0.weight 0.400 0.8100',
      'encoder.conv1.weight 0.100 0.9900',
      'encoder.bn1.weight 0 1.0000',
    ];
    expect(await texts()).toEqual(networks);
    const widths = await page.locator('.move-bar').evaluateAll((bars) => bars.map((bar) => bar.clientWidth));
    expect((widths[1] ?? NaN) / (widths[0] ?? NaN)).toBeCloseTo(0.25, 1);
    expect(await page.locator('.comparison').innerText()).toContain(
      '3 of 4 tensors differ, 1 are only here.',
    );
    await page.getByRole('checkbox', { name: 'optimizer' }).press('Space');
    expect(await texts()).toEqual(['optimizer.encoder.conv1.weight 0.900 0.5000', ...networks]);
    await page.getByRole('checkbox', { name: 'head' }).press('Space');
    await page.getByRole('checkbox', { name: 'One row a layer' }).press('Space');
    expect(await texts()).toEqual([
      ...['optimizer.encoder.conv1 0.900 –', 'encoder.conv1 0.100 –', 'encoder.bn1 0 –'],
    ]);
  });

  it('has switches for the parts of the file as it is now, also after it was read anew', async () => {
    const page = await open('file=run');
    const parts = async () =>
      (await page.locator('.comparison-filter .switch').allInnerTexts()).map((label) => label.trim());
    await page.getByRole('button', { name: 'With a file…' }).press('Enter');
    await panel.settled();
    expect(await parts()).toEqual(['encoder', 'head', 'optimizer', 'other', 'One row a layer']);
    await page.evaluate(() => {
      const { playedEditor } = window;
      const names = [
        'encoder.conv1.weight',
        'head.0.weight',
        'optimizer.encoder.conv1.weight',
        'probe.h.weight',
      ];
      const tensors = names.map((name) => ({ name, type: 'F32', shape: [2], count: 2, bytes: 8 }));
      const view = { path: '/a', name: 'a', bytes: 32, tensors, tensorCount: 4, summary: 'Another file.' };
      playedEditor.send({ type: 'loading' });
      playedEditor.send({
        type: 'checkpoint',
        view: { ...view, origin: [], configText: null, metadata: [], run: null },
      });
    });
    await page.getByRole('button', { name: 'With a file…' }).press('Enter');
    await expect.poll(parts).toEqual(['encoder', 'head', 'optimizer', 'probe', 'One row a layer']);
  });

  it('has few rows of many tensors in the page, and scrolls through all', async () => {
    const page = await open('file=large');
    expect(await rows().count()).toBeLessThan(80);
    const tree = page.getByRole('treegrid');
    expect(await tree.getAttribute('aria-rowcount')).toBe('3502');
    await tree.focus();
    const most = await page.evaluate(async () => {
      const grid = document.querySelector('.tree');
      let rows = 0;
      for (let at = 0; at < 30 && grid !== null; at++) {
        grid.scrollTop += 2000;
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        rows = Math.max(rows, grid.querySelectorAll('[role=row]').length);
      }
      return rows;
    });
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThan(80);
    await page.keyboard.press('End');
    expect(await current()).toBe('part5.weight');
  });

  it('says why a file cannot be shown, and asks for what it cannot do itself', async () => {
    const broken = await open('file=broken');
    expect(await broken.getByRole('alert').innerText()).toBe(
      '/work/a.safetensors is not a usable safetensors file.',
    );
    const page = await open('file=run');
    await page.getByRole('button', { name: 'Evaluate…' }).press('Enter');
    await page.getByRole('button', { name: 'Copy path' }).press('Enter');
    const resume = page.getByRole('button', { name: 'Resume from here' });
    expect(await resume.evaluate((node) => Reflect.get(node, 'disabled') as unknown)).toBe(true);
    expect(
      await page.locator('vscode-button', { hasText: 'Resume from here' }).getAttribute('title'),
    ).toContain('it goes on from here by itself');
    expect((await panel.posted()).filter((each) => JSON.stringify(each).includes('action'))).toEqual([
      { type: 'action', action: 'evaluate' },
      { type: 'action', action: 'copyPath' },
    ]);
    const other = await open('file=other');
    expect(await other.getByRole('button', { name: 'Evaluate…' }).count()).toBe(0);
  });

  it('remembers what was chosen and folded', async () => {
    const page = await open('file=run');
    await rows().filter({ hasText: 'layer1' }).first().click();
    await rows().filter({ hasText: 'head.0.weight' }).click();
    await page.reload();
    await panel.settled();
    expect(await current()).toBe('head.0.weight');
    expect(await rows().filter({ hasText: 'layer1' }).first().getAttribute('aria-expanded')).toBe('false');
  });
});
