import type { Browser, Page } from 'playwright-core';
import type { FromRunPanel } from '../../../extension/runPanel/messages';
// For the type of `window.harness` alone.
import type {} from './page';

/** A page with the run panel, played to by the harness. */
export class HarnessPage {
  private constructor(
    readonly page: Page,
    /** What went wrong in the page so far. */
    readonly errors: readonly string[],
  ) {}

  /** @param address of the harness, with parameters as `page.ts` takes them: "…?scenario=training&theme=dark" */
  static async open(
    browser: Browser,
    address: string,
    viewport: { readonly width: number; readonly height: number },
  ): Promise<HarnessPage> {
    const page = await browser.newPage({ viewport });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(address);
    const opened = new HarnessPage(page, errors);
    await opened.settled();
    return opened;
  }

  /** Waits until everything that was sent is shown. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          // A message, the frame that shows it, and one for each chart.
          let frames = 16;
          const next = () => (frames-- > 0 ? requestAnimationFrame(next) : resolve());
          setTimeout(next, 50);
        }),
    );
  }

  /** Messages of the panel, in order. */
  posted(): Promise<FromRunPanel[]> {
    return this.page.evaluate(() => window.harness.posted);
  }

  /** Errors, and violations of the content security policy. */
  async problems(): Promise<readonly string[]> {
    return [...this.errors, ...(await this.page.evaluate(() => window.harness.violations))];
  }

  /** Text of a chart's legend. */
  legend(chart: string): Promise<string> {
    return this.page.getByRole('region', { name: chart, exact: true }).locator('.legend').innerText();
  }

  /** Opens a chart's menu by keyboard and chooses a line of it. */
  async choose(chart: string, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `${chart}: axis, table, export` }).press('Enter');
    await this.page.getByRole('menu').getByText(item).press('Enter');
    await this.settled();
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
