import type { ConsoleMessage, Page } from 'playwright-core';
// For the type of `window.playedEditor` alone.
import type {} from './playEditor';

/** A page with a panel, played to by the harness. */
export class HarnessPage {
  private readonly errors: string[] = [];
  private readonly onError = (error: Error) => this.errors.push(error.stack ?? error.message);
  private readonly onConsole = (message: ConsoleMessage) => {
    if (message.type() === 'error') this.errors.push(message.text());
  };

  private constructor(readonly page: Page) {
    page.on('pageerror', this.onError);
    page.on('console', this.onConsole);
  }

  /** @param address of the harness, with its parameters: "…?scenario=training&theme=dark" */
  static async open(page: Page, address: string): Promise<HarnessPage> {
    const opened = new HarnessPage(page);
    await page.goto(address);
    return opened;
  }

  /** Waits until everything that was sent is shown. */
  async settled(): Promise<void> {
    await this.page.evaluate(() => window.playedEditor.settled());
  }

  /** Messages of the panel, in order. */
  posted<Message>(): Promise<Message[]> {
    return this.page.evaluate(() => window.playedEditor.posted as Message[]);
  }

  /** Errors, and violations of the content security policy. No more are noted after this. */
  async problems(): Promise<readonly string[]> {
    const violations = await this.page.evaluate(() => window.playedEditor.violations);
    this.page.off('pageerror', this.onError);
    this.page.off('console', this.onConsole);
    return [...this.errors, ...violations];
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
}
