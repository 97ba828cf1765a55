import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { ensureChromium } from '../../workbench/setup/chromium';
import { HarnessPage } from './harnessPage';
import { serveHarness, type ServedHarness } from './serveHarness';

/** Path of the browser that shows panels, or null if there is none: then why is on the console. */
export const program = await ensureChromium(console.log).catch((error: unknown) => {
  console.log(`Panels are not tested: ${error instanceof Error ? error.message : String(error)}`);
  return null;
});

/** The page of a group of tests. */
export interface PanelPage {
  /**
   * Opens the panel anew, with nothing remembered.
   * @param parameters of the page's address: "scenario=training&theme=dark".
   */
  open(parameters: string, width: number, height: number): Promise<HarnessPage>;
}

/**
 * Gives a group of tests one browser and one page, which they open anew as often as they like: a second page costs as
 * much as the panel in it. After each test the panel must not have complained.
 * @param panel whose script and style sheet the page loads: "runPanel".
 * @param editor path of the script that plays the editor to it.
 */
export function usePanelPage(panel: string, editor: string): PanelPage {
  let harness: ServedHarness;
  let browser: Browser;
  let page: Page;
  let opened: HarnessPage | undefined;
  let visits = 0;

  const leave = async () => {
    expect(await opened?.problems()).toEqual(opened && []);
    opened = undefined;
  };
  beforeAll(async () => {
    harness = await serveHarness(panel, editor);
    browser = await chromium.launch({
      executablePath: program ?? '',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
        // A page is left long before compiling it well has paid.
        '--js-flags=--no-turbofan --no-maglev',
      ],
    });
    page = await browser.newPage();
  });
  afterEach(leave);
  afterAll(async () => {
    await browser.close();
    await harness.close();
  });

  return {
    open: async (parameters, width, height) => {
      await leave();
      await page.setViewportSize({ width, height });
      await page.mouse.move(0, 0);
      opened = await HarnessPage.open(page, `${harness.address}?${parameters}&visit=${String(++visits)}`);
      return opened;
    },
  };
}
