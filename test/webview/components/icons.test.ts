import { describe, expect, it } from 'vitest';
import { iconNames } from '../../../webview/components/iconNames.mjs';
import { program, usePanelPage } from '../harness/usePanelPage';

describe.skipIf(program === null)('the icons of a panel', () => {
  const panelPage = usePanelPage('similarImages', 'test/webview/harness/similarPage.ts');

  it('are all drawn, by a font that came with the style sheet', async () => {
    const { page } = await panelPage.open('scenario=found', 800, 600);
    const missing = await page.evaluate(async (names) => {
      const probe = document.body.appendChild(document.createElement('span'));
      const characterOf = (name: string) => {
        probe.className = `codicon codicon-${name}`;
        return getComputedStyle(probe, '::before').content.slice(1, -1);
      };
      const drawing = (character: string, family: string) => {
        const canvas = new OffscreenCanvas(32, 32);
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('There is no canvas.');
        context.font = `24px ${family}`;
        context.fillText(character, 2, 28);
        return context.getImageData(0, 0, 32, 32).data.join();
      };
      const [face] = await document.fonts.load('24px codicon');
      if (face?.status !== 'loaded') return [...names];
      // Of a character that it lacks, a font draws the same as any other.
      return names.filter((name) => {
        const character = characterOf(name);
        return character.length !== 1 || drawing(character, 'codicon') === drawing(character, 'serif');
      });
    }, iconNames);
    expect(missing).toEqual([]);
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    expect(fetched.filter((name) => !/\.(js|css)$|^data:/.test(name))).toEqual([]);
  });
});
