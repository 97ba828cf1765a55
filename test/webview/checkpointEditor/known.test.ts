import { describe, expect, it } from 'vitest';
import type { HarnessPage } from '../harness/harnessPage';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('what is known of a checkpoint', () => {
  const panelPage = usePanelPage('checkpointEditor', 'test/webview/checkpointEditor/editor.ts');
  let panel: HarnessPage;

  const open = async (parameters: string) => {
    panel = await panelPage.open(parameters, 1300, 1000);
    await panel.settled();
    return panel.page;
  };

  it('shows what is known, and leads to the evaluation', async () => {
    const page = await open('file=run');
    const known = page.getByRole('region', { name: 'What is known of it' });
    expect(await known.innerText()).toContain('h 58.3 % · z 49.0 %');
    await known.getByRole('button', { name: /linear h 63\.3 %/ }).press('Enter');
    expect(await panel.posted()).toContainEqual({
      ...{ type: 'openEvaluation', path: '/work/.simclr/runs/a/evaluations/step-00000240_a.json' },
    });
    expect(await page.locator('body').innerText()).not.toContain('No embeddings are kept');
  });

  it('shows the neighbours in h and z side by side, marks other classes, and takes other images', async () => {
    const page = await open('file=run');
    const rows = page.locator('.neighbourhood');
    expect(await rows.count()).toBe(5);
    expect(await rows.first().locator('.strip-name').allInnerTexts()).toEqual([
      ...['h: 6 of 8 of its class', 'z: 4 of 8 of its class'],
    ]);
    const [h, z] = [
      rows.first().getByRole('list', { name: 'Nearest in h' }),
      rows.first().locator('ol').last(),
    ];
    expect(await h.getByRole('listitem').count()).toBe(8);
    expect(await z.locator('.differs').count()).toBe(4);
    expect(await h.getByRole('img').first().getAttribute('aria-label')).toBe('circle, similarity 0.99');
    expect(await h.getByRole('img', { name: /another class/ }).count()).toBe(2);
    await expect.poll(() => page.locator('.thumb.is-there').count()).toBeGreaterThan(80);
    await page.getByRole('button', { name: 'Other images' }).press('Enter');
    await expect
      .poll(() =>
        page
          .locator('.query canvas')
          .first()
          .evaluate((node) => node.parentElement?.lastElementChild?.getAttribute('title')),
      )
      .toBe('shapes/100.png');
    await page.getByRole('button', { name: 'Other images' }).press('Enter');
    expect((await panel.posted()).filter((each) => JSON.stringify(each).includes('neighbours'))).toEqual([
      { type: 'neighbours', turn: 1 },
      { type: 'neighbours', turn: 2 },
    ]);
  });

  it('says what to do where no embeddings are kept, and why pictures are not shown', async () => {
    const page = await open('file=bare');
    const known = page.getByRole('region', { name: 'What is known of it' });
    expect(await known.innerText()).toContain('Nothing was measured at this step.');
    expect(await known.innerText()).toContain('No embeddings are kept with this checkpoint');
    expect(await known.locator('.neighbourhood').count()).toBe(0);
    await known.getByRole('button', { name: 'Compare h and z' }).press('Enter');
    expect(await panel.posted()).toContainEqual({ type: 'action', action: 'embeddings' });
    const untrusted = await open('file=untrusted');
    expect(await untrusted.locator('.neighbours').innerText()).toContain(
      'Trust this workspace to see the images',
    );
    expect(await untrusted.locator('.neighbourhood').count()).toBe(5);
  });

  it('counts no class of an image that has none, and those of its class alone', async () => {
    const page = await open('file=run');
    await page.evaluate(() => {
      const near = (label: string | null, at: number) => ({
        ...{ id: `${at}.png`, label, similarity: 0.5, differs: label === 'star' },
      });
      const [unlabelled, labelled] = [
        ['star', null],
        ['circle', 'star', null],
      ] as const;
      window.playedEditor.send({
        type: 'neighbours',
        turn: 0,
        found: [
          { query: { id: 'a.png', label: null }, h: unlabelled.map(near), z: unlabelled.map(near) },
          { query: { id: 'b.png', label: 'circle' }, h: labelled.map(near), z: labelled.map(near) },
        ],
      });
    });
    const names = page.locator('.strip-name');
    await expect.poll(() => names.count()).toBe(4);
    expect(await names.allInnerTexts()).toEqual([
      ...['h', 'z', 'h: 1 of 3 of its class', 'z: 1 of 3 of its class'],
    ]);
  });
});
