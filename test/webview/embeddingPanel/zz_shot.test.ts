import { chromium } from 'playwright-core';
import { it } from 'vitest';
import { serveHarness } from '../harness/serveHarness';
it('shots', async () => {
  const harness = await serveHarness('embeddingPanel', 'test/webview/harness/embeddingPage.ts');
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const shots: [string, string, number, number][] = JSON.parse(process.env['SHOTS'] ?? '[]');
  for (const [name, q, w, h] of shots) {
    const page = await browser.newPage({ viewport: { width: w, height: h } });
    page.on('console', (m) => console.log(name, m.type(), m.text()));
    page.on('pageerror', (e) => console.log(name, e.stack));
    await page.goto(`${harness.address}?${q}`);
    await page.waitForTimeout(2500);
    const act = new URLSearchParams(q).get('act');
    if (act === 'lasso') {
      const f = page.locator('.plot-field').first();
      const b = (await f.boundingBox())!;
      const P = [
        [0.2, 0.2],
        [0.6, 0.2],
        [0.6, 0.6],
        [0.2, 0.6],
      ].map(([x, y]) => [b.x + x! * b.width, b.y + y! * b.height]) as [number, number][];
      await page.mouse.move(...P[0]!);
      await page.mouse.down();
      for (const p of P) await page.mouse.move(...p, { steps: 8 });
      await page.mouse.up();
      await page.waitForTimeout(600);
      await page.mouse.move(b.x + b.width * 0.5, b.y + b.height * 0.45);
      for (let i = 0; i < 30; i++) {
        await page.mouse.move(b.x + b.width * (0.3 + 0.01 * i), b.y + b.height * 0.4);
        if (await page.locator('.hover-card').isVisible()) break;
      }
      await page.waitForTimeout(800);
    }
    console.log(name, await page.evaluate(() => (window as any).embeddings.violations.join('; ')));
    await page.screenshot({ path: `.artifacts/emb-${name}.png`, fullPage: true });
    await page.close();
  }
  await browser.close();
  await harness.close();
});
