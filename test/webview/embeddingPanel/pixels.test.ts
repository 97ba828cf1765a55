import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { ensureChromium } from '../../workbench/setup/chromium';
import type { drawn } from './pixelsPage';

const program = await ensureChromium(console.log).catch(() => null);

it.skipIf(program === null)('points are the same on WebGL and drawn pixel by pixel', async () => {
  const { outputFiles } = await build({
    ...{
      entryPoints: ['test/webview/embeddingPanel/pixelsPage.ts'],
      bundle: true,
      write: false,
      format: 'iife',
    },
  });
  const browser = await chromium.launch({
    executablePath: program ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
    const [webgl, pixels] = await page.evaluate(() => {
      const draw = Reflect.get(window, 'drawn') as typeof drawn;
      return [draw('webgl'), draw('pixels')];
    });
    if (webgl === null || pixels === null) throw new Error('This browser has no WebGL.');
    let different = 0;
    for (let i = 0; i < pixels.length; i++) {
      const distance = Math.abs((webgl[i] ?? 0) - (pixels[i] ?? 0));
      if (distance > 70) different++;
    }
    // Edges may lie by half a pixel elsewhere.
    expect(different / pixels.length).toBeLessThan(0.02);
    const painted = pixels.filter((value, i) => i % 4 === 0 && value !== 30).length;
    expect(painted).toBeGreaterThan(800);
  } finally {
    await browser.close();
  }
});
